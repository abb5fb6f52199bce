using System.Text.Json;
using Nightjar.Commands.Client;
using Nightjar.Core.Correlation;
using Nightjar.Server.Api.V1;
using Nightjar.Storage.State;
using Nightjar.Storage.Telemetry;

namespace Nightjar.Commands.Status;

/// <summary>Asks the server, or looks into the directory, and prints how it stands.</summary>
internal static class StatusRun
{
    // Beyond it "at least so many" is all anybody needs to know, as in the API.
    private const int MostCounted = 10_000;

    /// <summary>Exit code 1 when the storage needs somebody.</summary>
    public static Task<int> RunAsync(string directory, string? token, bool asJson, CancellationToken cancellation) =>
        HeldData.RunAsync(
            directory,
            token,
            async server => Print(asJson, await AskAsync(server, directory, cancellation)),
            async () => Print(asJson, await LookAsync(directory, cancellation)));

    private static async Task<StatusReport> AskAsync(ServerClient server, string directory, CancellationToken cancellation)
    {
        StatusRecord status = await server.GetAsync("status", CommandJson.Default.StatusRecord, cancellation);
        IReadOnlyList<SourceRecord> sources = await server.GetAsync("sources", CommandJson.Default.IReadOnlyListSourceRecord, cancellation);
        return new StatusReport(
            directory, server.Server, status.Series, status.OpenIncidents, status.OpenAnomalies, status.Storage, status, sources);
    }

    private static async Task<StatusReport> LookAsync(string directory, CancellationToken cancellation)
    {
        using TelemetryStore telemetry = HeldData.OpenTelemetry(directory);
        using StateStore state = StateStore.Open(directory);
        IncidentFilter notResolved = new() { States = [IncidentState.Open, IncidentState.Acknowledged], Limit = MostCounted };
        return new StatusReport(
            directory,
            null,
            telemetry.Catalog.Count,
            (await state.IncidentsAsync(notResolved, cancellation)).Count,
            (await state.AnomaliesAsync(new AnomalyFilter { OpenOnly = true, Limit = MostCounted }, cancellation)).Count,
            StorageRecord.Of(telemetry.Status()),
            null,
            []);
    }

    private static int Print(bool asJson, StatusReport report)
    {
        if (asJson)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(report, CommandJson.Default.StatusReport));
        }
        else
        {
            StatusText.Write(Console.Out, report);
        }

        return report.IsIll ? ExitCode.Found : ExitCode.Ok;
    }
}
