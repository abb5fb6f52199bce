using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Nightjar.Server.Detection.Rules;
using Nightjar.Storage;

namespace Nightjar.Server.Api.V1;

/// <summary>How series are to be judged.</summary>
internal static class RuleEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/rules", List).WithName("rules").WithSummary("Rules of detection in the order in which they count, and how many series each fits");
        Describe(api.MapPost("/rules", AddAsync).WithName("addRule").WithSummary("Makes a rule; it counts from the next sample of each series on"));
        Describe(api.MapPut("/rules/{id}", ChangeAsync).WithName("changeRule").WithSummary("Replaces what a rule says; it keeps its place"))
            .ProducesProblem(StatusCodes.Status404NotFound);
        api.MapDelete("/rules/{id}", RemoveAsync).WithName("removeRule").WithSummary("Removes a rule")
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
    }

    private static RouteHandlerBuilder Describe(RouteHandlerBuilder call) => call
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static Ok<IReadOnlyList<RuleRecord>> List(DetectionRules rules, RuleReach reach)
    {
        RuleState now = rules.Now;
        IReadOnlyList<int> counts = reach.Count([.. now.Rules.Select(listed => listed.Rule)]);
        return TypedResults.Ok<IReadOnlyList<RuleRecord>>([.. now.Rules.Select((listed, i) => RuleRecord.Of(listed, counts[i]))]);
    }

    private static Task<Results<Ok<RuleRecord>, ProblemHttpResult>> AddAsync(
        RuleDesk desk, DetectionRules rules, RuleReach reach, RuleRequest? rule, CancellationToken cancellation) =>
        SaveAsync(desk, rules, reach, null, rule, cancellation);

    private static Task<Results<Ok<RuleRecord>, ProblemHttpResult>> ChangeAsync(
        RuleDesk desk, DetectionRules rules, RuleReach reach, string id, RuleRequest? rule, CancellationToken cancellation) =>
        SaveAsync(desk, rules, reach, id, rule, cancellation);

    private static async Task<Results<Ok<RuleRecord>, ProblemHttpResult>> SaveAsync(
        RuleDesk desk, DetectionRules rules, RuleReach reach, string? id, RuleRequest? rule, CancellationToken cancellation)
    {
        if (!DecisionRequest.TryName(rule?.By, out string who, out ProblemHttpResult? problem))
        {
            return problem;
        }

        try
        {
            RuleOutcome outcome = await desk.SaveAsync(id, (rule ?? new RuleRequest()).ToOptions(), who, cancellation);
            if (outcome.Saved is not { } saved)
            {
                return outcome.IsMissing ? Refusal.Missing("rule_unknown", outcome.Problem ?? "") : Refusal.Bad("rule_unusable", outcome.Problem ?? "");
            }

            ListedRule? listed = rules.Now.Rules.FirstOrDefault(one => one.Saved?.Id == saved.Id);
            return listed is null
                ? Refusal.Missing("rule_unknown", $"Rule {saved.Id} was removed meanwhile.")
                : TypedResults.Ok(RuleRecord.Of(listed, reach.Count([listed.Rule])[0]));
        }
        catch (StorageException failure)
        {
            return Refusal.Unavailable("storage_failed", failure.Message);
        }
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> RemoveAsync(RuleDesk desk, string id, CancellationToken cancellation)
    {
        try
        {
            return await desk.RemoveAsync(id, cancellation)
                ? TypedResults.NoContent()
                : Refusal.Missing("rule_unknown", $"There is no rule {id} that was made here; one of the configuration is removed there.");
        }
        catch (StorageException failure)
        {
            return Refusal.Unavailable("storage_failed", failure.Message);
        }
    }
}
