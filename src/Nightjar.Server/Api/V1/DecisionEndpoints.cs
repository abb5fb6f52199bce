using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Nightjar.Core.Correlation;
using Nightjar.Server.Correlation;
using Nightjar.Storage;
using Nightjar.Storage.State;

namespace Nightjar.Server.Api.V1;

/// <summary>What people decide about an incident.</summary>
internal static class DecisionEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        Describe(api.MapPost("/incidents/{id}/acknowledge", AcknowledgeAsync).WithName("acknowledgeIncident")
            .WithSummary("Somebody takes the incident; saying it again changes nothing"));
        Describe(api.MapPost("/incidents/{id}/resolve", ResolveAsync).WithName("resolveIncident")
            .WithSummary("Somebody says that the incident is over"));
    }

    private static void Describe(RouteHandlerBuilder call) => call
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status404NotFound)
        .ProducesProblem(StatusCodes.Status409Conflict)
        .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static Task<Results<Ok<IncidentDetail>, ProblemHttpResult>> AcknowledgeAsync(
        StateStore state, IncidentDesk desk, string id, DecisionRequest? decision, CancellationToken cancellation) =>
        DecideAsync(state, id, decision, who => desk.AcknowledgeAsync(id, who, cancellation), cancellation);

    private static Task<Results<Ok<IncidentDetail>, ProblemHttpResult>> ResolveAsync(
        StateStore state, IncidentDesk desk, string id, DecisionRequest? decision, CancellationToken cancellation) =>
        DecideAsync(state, id, decision, who => desk.ResolveAsync(id, who, cancellation), cancellation);

    private static async Task<Results<Ok<IncidentDetail>, ProblemHttpResult>> DecideAsync(
        StateStore state, string id, DecisionRequest? decision, Func<string, Task<bool>> decide, CancellationToken cancellation)
    {
        if (!DecisionRequest.TryName(decision?.By, out string who, out ProblemHttpResult? problem))
        {
            return problem;
        }

        try
        {
            bool decided = await decide(who);
            Incident? incident = await state.IncidentAsync(id, cancellation);
            return (incident, decided) switch
            {
                (null, _) => Refusal.Missing("incident_unknown", $"There is no incident {id}: it may have been deleted with its age."),
                (_, false) => Refusal.Conflict("incident_resolved", $"Incident {id} is resolved already: nothing was changed."),
                _ => TypedResults.Ok(IncidentDetail.Of(incident, await state.FindingsAsync(id, cancellation))),
            };
        }
        catch (StorageException failure)
        {
            return Refusal.Unavailable("storage_failed", failure.Message);
        }
    }
}
