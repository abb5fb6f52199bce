using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Nightjar.Core.Correlation;
using Nightjar.Core.Telemetry;
using Nightjar.Server.Detection;
using Nightjar.Server.Ingestion;
using Nightjar.Storage.State;
using Nightjar.Storage.Telemetry;

namespace Nightjar.Server.Api.V1;

/// <summary>What the server is doing and what comes in.</summary>
internal static class ServerEndpoints
{
    // Beyond it "at least so many" is all anybody needs to know.
    private const int MostCounted = 10_000;

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/status", StatusAsync).WithName("status").WithSummary("What the server is doing");
        api.MapGet("/sources", Sources).WithName("sources").WithSummary("What comes in, by source, and what was refused and why");
    }

    private static async Task<Ok<StatusRecord>> StatusAsync(
        ServerOptions server,
        ServerStart start,
        TelemetryStore store,
        StateStore state,
        FrontDoor door,
        SourceLedger ledger,
        DetectionStatus detection,
        BudgetGate budget,
        TimeProvider time,
        CancellationToken cancellation)
    {
        long nowNs = time.NowNs();
        IReadOnlyList<SourceTally> sources = ledger.Sources;
        return TypedResults.Ok(new StatusRecord(
            typeof(ServerEndpoints).Assembly.GetName().Version?.ToString(3) ?? "",
            start.At,
            Clock.ToTime(nowNs),
            Path.GetFullPath(server.DataDirectory),
            door.StorageFailure,
            store.Catalog.Count,
            store.Options.MaxSeries,
            door.QueuedSamples,
            sources.Sum(source => source.Rate(nowNs)),
            sources.Count,
            (await state.AnomaliesAsync(new AnomalyFilter { OpenOnly = true, Limit = MostCounted }, cancellation)).Count,
            (await state.IncidentsAsync(new IncidentFilter { States = [IncidentState.Open, IncidentState.Acknowledged], Limit = MostCounted }, cancellation)).Count,
            DetectionRecord.Of(detection.Now, budget),
            StorageRecord.Of(store.Status())));
    }

    private static Ok<IReadOnlyList<SourceRecord>> Sources(SourceLedger ledger, TimeProvider time)
    {
        long nowNs = time.NowNs();
        return TypedResults.Ok<IReadOnlyList<SourceRecord>>([.. ledger.Sources.Select(source => SourceRecord.Of(source, nowNs))]);
    }
}
