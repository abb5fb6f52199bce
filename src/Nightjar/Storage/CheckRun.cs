using System.Text.Json;
using Nightjar.Commands.Client;
using Nightjar.Commands.Text;
using Nightjar.Storage;
using Nightjar.Storage.Snapshots;
using Nightjar.Storage.State;
using Nightjar.Storage.Telemetry;
using Nightjar.Storage.Telemetry.Logs;

namespace Nightjar.Commands.Storage;

/// <summary>Checks a data directory, by the server that holds it or by opening it, and prints what is wrong.</summary>
internal static class CheckRun
{
    private const string Working = "reading everything kept";

    /// <summary>Exit code 1 when something is wrong.</summary>
    public static Task<int> RunAsync(string directory, string? token, bool asJson, CancellationToken cancellation) =>
        HeldData.RunAsync(
            directory,
            token,
            async server => Print(
                asJson,
                await Progress.WhileAsync(Working, () => server.PostAsync("storage/check", CommandJson.Default.IReadOnlyListCheckFinding, cancellation))),
            async () => Print(asJson, await Progress.WhileAsync(Working, () => Task.Run(() => CheckAsync(directory, cancellation), cancellation))));

    private static async Task<IReadOnlyList<CheckFinding>> CheckAsync(string directory, CancellationToken cancellation)
    {
        using TelemetryStore telemetry = HeldData.OpenTelemetry(directory);
        using LogStore logs = HeldData.OpenLogs(directory);
        SnapshotStore snapshots = SnapshotStore.Open(directory);
        try
        {
            using StateStore state = StateStore.Open(directory);
            return await DirectoryCheck.RunAsync(telemetry, logs, state, snapshots, cancellation);
        }
        catch (StorageException failure)
        {
            // The telemetry is open, so nobody else holds the directory: that the state cannot be opened is what is wrong with it.
            CheckFinding unopened = new(Path.Combine(directory, StateStore.FileName), failure.Message, LosesSamples: false);
            return [.. telemetry.Check(cancellation), .. logs.Check(cancellation), unopened, .. snapshots.Check(cancellation)];
        }
    }

    private static int Print(bool asJson, IReadOnlyList<CheckFinding> findings)
    {
        if (asJson)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(findings, CommandJson.Default.IReadOnlyListCheckFinding));
        }
        else if (findings.Count == 0)
        {
            Console.Out.WriteLine("Sound: telemetry, logs, state and snapshots.");
        }

        foreach (CheckFinding finding in asJson ? [] : findings)
        {
            Console.Out.WriteLine($"{finding.Where}: {finding.Problem}{(finding.LosesSamples ? " Samples are missing." : "")}");
        }

        return findings.Count > 0 ? ExitCode.Found : ExitCode.Ok;
    }
}
