using Nightjar.Storage.Snapshots;
using Nightjar.Storage.State;
using Nightjar.Storage.Telemetry;
using Nightjar.Storage.Telemetry.Logs;

namespace Nightjar.Storage;

/// <summary>Reads everything in a data directory and says what is wrong with it.</summary>
public static class DirectoryCheck
{
    /// <summary>Telemetry, logs, state and snapshots, in this order; an empty list means sound. O(bytes on disk), beside a running server too.</summary>
    /// <exception cref="StorageException">The disk fails.</exception>
    public static async Task<IReadOnlyList<CheckFinding>> RunAsync(
        TelemetryStore telemetry, LogStore logs, StateStore state, SnapshotStore snapshots, CancellationToken cancellation)
    {
        List<CheckFinding> findings = [.. telemetry.Check(cancellation)];
        findings.AddRange(logs.Check(cancellation));
        findings.AddRange(await state.CheckAsync(cancellation));
        findings.AddRange(snapshots.Check(cancellation));
        return findings;
    }
}
