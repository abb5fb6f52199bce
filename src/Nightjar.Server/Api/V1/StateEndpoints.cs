using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Nightjar.Core.Correlation;
using Nightjar.Core.Diagnosis;
using Nightjar.Core.Telemetry;
using Nightjar.Core.Telemetry.Expressions;
using Nightjar.Server.Detection;
using Nightjar.Storage.State;

namespace Nightjar.Server.Api.V1;

/// <summary>Entities, anomalies and incidents, as the state store has them.</summary>
internal static class StateEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/entities", EntitiesAsync).WithName("entities").WithSummary("What can be ill: hosts, disks, services")
            .ProducesProblem(StatusCodes.Status400BadRequest);
        api.MapGet("/anomalies", AnomaliesAsync).WithName("anomalies").WithSummary("Anomalies, newest first")
            .ProducesProblem(StatusCodes.Status400BadRequest);
        api.MapGet("/anomalies/held-back", HeldBack).WithName("heldBack").WithSummary("The newest anomalies that the alarm budget has held back, 500 at most")
            .ProducesProblem(StatusCodes.Status400BadRequest);
        api.MapGet("/anomalies/{id}", AnomalyAsync).WithName("anomaly").WithSummary("One anomaly with its numbers")
            .ProducesProblem(StatusCodes.Status404NotFound);
        api.MapGet("/incidents", IncidentsAsync).WithName("incidents").WithSummary("Incidents, newest first")
            .ProducesProblem(StatusCodes.Status400BadRequest);
        api.MapGet("/incidents/{id}", IncidentAsync).WithName("incident").WithSummary("One incident: its anomalies, timeline and suspects")
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Results<Ok<Page<EntityRecord>>, ProblemHttpResult>> EntitiesAsync(
        StateStore state,
        [AsParameters] PageRequest page,
        [Description("Of this kind only, such as host or disk.")] string? kind,
        [Description("Only those whose id holds this text.")] string? search,
        CancellationToken cancellation)
    {
        if (!page.IsSound(out ProblemHttpResult? problem))
        {
            return problem;
        }

        if (!TryName(kind, out EntityKind? wanted))
        {
            return UnknownName<EntityKind>("kind", kind);
        }

        IReadOnlyList<Entity> entities = await state.EntitiesAsync(cancellation);
        return TypedResults.Ok(page.Cut(
            entities.Where(entity => (wanted is null || entity.Kind == wanted)
                && (search is null || entity.Id.Value.Contains(search, StringComparison.OrdinalIgnoreCase))),
            EntityRecord.Of));
    }

    private static async Task<Results<Ok<Page<AnomalyRecord>>, ProblemHttpResult>> AnomaliesAsync(
        StateStore state,
        TimeProvider time,
        [AsParameters] PageRequest page,
        [AsParameters] RangeRequest range,
        [Description("Of this entity only, by its id.")] string? entity,
        [Description("Of one series only: a selector such as cpu{host=\"a\"}.")] string? series,
        [Description("Only those still open.")] bool? open,
        CancellationToken cancellation)
    {
        if (!page.IsSound(out ProblemHttpResult? problem) || !range.TryRead(time, out TimeRange? when, out problem))
        {
            return problem;
        }

        SeriesId? id = null;
        if (series is not null)
        {
            if (!TryLabels(series, out Labels? labels, out problem))
            {
                return problem;
            }

            id = labels.Id;
        }

        AnomalyFilter filter = new()
        {
            Range = when,
            Entity = entity is null ? null : new EntityId(entity),
            Series = id,
            OpenOnly = open ?? false,
            Limit = page.Needed,
        };
        return TypedResults.Ok(page.Cut(await state.AnomaliesAsync(filter, cancellation), AnomalyRecord.Of));
    }

    private static Results<Ok<Page<AnomalyRecord>>, ProblemHttpResult> HeldBack(BudgetGate budget, [AsParameters] PageRequest page) =>
        page.IsSound(out ProblemHttpResult? problem) ? TypedResults.Ok(page.Cut(budget.HeldBack(), AnomalyRecord.Of)) : problem;

    private static async Task<Results<Ok<AnomalyRecord>, ProblemHttpResult>> AnomalyAsync(StateStore state, string id, CancellationToken cancellation) =>
        await state.AnomalyAsync(id, cancellation) is { } anomaly
            ? TypedResults.Ok(AnomalyRecord.Of(anomaly))
            : Refusal.Missing("anomaly_unknown", $"There is no anomaly {id}: it may have been deleted with its age.");

    private static async Task<Results<Ok<Page<IncidentRecord>>, ProblemHttpResult>> IncidentsAsync(
        StateStore state,
        TimeProvider time,
        [AsParameters] PageRequest page,
        [AsParameters] RangeRequest range,
        [Description("About this entity only, by its id.")] string? entity,
        [Description("In this state only: open, acknowledged or resolved.")]
        [FromQuery(Name = "state")] string? inState,
        CancellationToken cancellation)
    {
        if (!page.IsSound(out ProblemHttpResult? problem) || !range.TryRead(time, out TimeRange? when, out problem))
        {
            return problem;
        }

        if (!TryName(inState, out IncidentState? wanted))
        {
            return UnknownName<IncidentState>("state", inState);
        }

        IncidentFilter filter = new()
        {
            Range = when,
            Entity = entity is null ? null : new EntityId(entity),
            States = wanted is { } one ? [one] : [],
            Limit = page.Needed,
        };
        return TypedResults.Ok(page.Cut(await state.IncidentsAsync(filter, cancellation), IncidentRecord.Of));
    }

    private static async Task<Results<Ok<IncidentDetail>, ProblemHttpResult>> IncidentAsync(StateStore state, string id, CancellationToken cancellation)
    {
        if (await state.IncidentAsync(id, cancellation) is not { } incident)
        {
            return Refusal.Missing("incident_unknown", $"There is no incident {id}: it may have been deleted with its age.");
        }

        Findings? findings = await state.FindingsAsync(id, cancellation);
        return TypedResults.Ok(IncidentDetail.Of(incident, findings));
    }

    /// <summary>The labels a selector of equalities spells out: an anomaly's series need not be in the catalog any more.</summary>
    private static bool TryLabels(
        string selector,
        [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Labels? labels,
        [System.Diagnostics.CodeAnalysis.NotNullWhen(false)] out ProblemHttpResult? problem)
    {
        labels = null;
        problem = null;
        if (ExpressionParser.TryParseSelector(selector, out IReadOnlyList<LabelMatcher>? matchers, out string? sentence)
            && matchers.All(matcher => matcher.Operator == MatchOperator.Equal)
            && Labels.TryCreate(matchers.Select(matcher => new Label(matcher.Name, matcher.Value)), out Labels found))
        {
            labels = found;
            return true;
        }

        problem = Refusal.Bad("series_unreadable", $"series is '{selector}': give all labels with =, as in cpu{{host=\"a\"}}. {sentence}".TrimEnd());
        return false;
    }

    private static bool TryName<T>(string? text, out T? value)
        where T : struct, Enum
    {
        value = null;
        if (text is null)
        {
            return true;
        }

        // Enum.TryParse takes numbers, too; a client that sends one is mistaken.
        bool isName = char.IsAsciiLetter(text.FirstOrDefault()) && Enum.TryParse(text, ignoreCase: true, out T found) && Enum.IsDefined(found);
        value = isName ? Enum.Parse<T>(text, ignoreCase: true) : null;
        return isName;
    }

    private static ProblemHttpResult UnknownName<T>(string parameter, string? text)
        where T : struct, Enum =>
        Refusal.Bad($"{parameter}_unknown", $"{parameter} is '{text}': give one of {string.Join(", ", Enum.GetNames<T>())}.");
}
