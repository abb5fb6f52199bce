using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Nightjar.Storage;
using Nightjar.Storage.Snapshots;
using Nightjar.Storage.State;
using Nightjar.Storage.Telemetry;
using Nightjar.Storage.Telemetry.Logs;

namespace Nightjar.Server.Api.V1;

/// <summary>SQL over the telemetry and a check of the data directory, for the commands that find it held by this server.</summary>
internal static class StoreEndpoints
{
    // A check waits behind others of its kind, not for ever.
    private static readonly TimeSpan CheckPatience = TimeSpan.FromMinutes(1);

    public static void Map(RouteGroupBuilder api)
    {
        // POST, because a statement may be long and an address is written into logs.
        api.MapPost("/query", QueryAsync).WithName("query").WithSummary("Runs one SQL statement that reads, over samples, series, named_samples and abnormal_minutes")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status422UnprocessableEntity).ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        api.MapPost("/storage/check", CheckAsync).WithName("storageCheck").WithSummary("Reads everything kept and says what is wrong with it; an empty list means sound")
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task<Results<Ok<SqlQueryResult>, ProblemHttpResult>> QueryAsync(
        TelemetryStore store, StoreTurns turns, SqlRequest request, CancellationToken cancellation)
    {
        if (!request.TryRead(out SqlQueryLimits? limits, out ProblemHttpResult? problem))
        {
            return problem;
        }

        SqlQueryResult? result = null;
        try
        {
            bool hadItsTurn = await turns.TryRunAsync(
                () =>
                {
                    result = store.Query(request.Sql ?? "", limits, cancellation);
                    return Task.CompletedTask;
                },
                limits.MaxDuration,
                cancellation);
            return hadItsTurn && result is not null ? TypedResults.Ok(result) : Busy();
        }
        catch (SqlQueryException failure)
        {
            return Refusal.Cannot("sql_refused", failure.Message);
        }
        catch (StorageException failure)
        {
            return Refusal.Unavailable("storage_failed", failure.Message);
        }
    }

    private static async Task<Results<Ok<IReadOnlyList<CheckFinding>>, ProblemHttpResult>> CheckAsync(
        TelemetryStore store, LogStore logs, StateStore state, SnapshotStore snapshots, StoreTurns turns, CancellationToken cancellation)
    {
        IReadOnlyList<CheckFinding> findings = [];
        try
        {
            return await turns.TryRunAsync(
                async () => findings = await DirectoryCheck.RunAsync(store, logs, state, snapshots, cancellation), CheckPatience, cancellation)
                ? TypedResults.Ok(findings)
                : Busy();
        }
        catch (StorageException failure)
        {
            return Refusal.Unavailable("storage_failed", failure.Message);
        }
    }

    private static ProblemHttpResult Busy() =>
        Refusal.Unavailable("busy", "Other statements or checks are running: ask again when they are done.");
}
