using Microsoft.Extensions.Diagnostics.HealthChecks;
using Nightjar.Server.Ingestion;
using Nightjar.Server.Ingestion.Logs;
using Nightjar.Storage.Telemetry;
using Nightjar.Storage.Telemetry.Logs;

namespace Nightjar.Server.SelfWatch;

/// <summary>Not ready since a commit failed. A failed step of maintenance and damaged parts are said: samples are taken in and read all the same.</summary>
internal sealed class StorageHealth(FrontDoor door, LogDoor logDoor, StorageMaintenance maintenance, TelemetryStore store, LogStore logs) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(Of(door.StorageFailure ?? logDoor.StorageFailure, maintenance.Failure, [.. store.Status().DamagedParts, .. logs.Status().DamagedParts]));

    internal static HealthCheckResult Of(string? commit, string? maintenance, IReadOnlyList<string> damaged)
    {
        if (commit is not null)
        {
            return HealthCheckResult.Unhealthy(commit);
        }

        if (maintenance is not null)
        {
            return HealthCheckResult.Degraded(maintenance);
        }

        return damaged.Count == 0
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Degraded($"These parts cannot be read, what they hold is missing: {string.Join(", ", damaged)}. Run `nightjar storage check`.");
    }
}
