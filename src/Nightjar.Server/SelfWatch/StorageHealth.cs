using Microsoft.Extensions.Diagnostics.HealthChecks;
using Nightjar.Server.Ingestion;

namespace Nightjar.Server.SelfWatch;

/// <summary>Not ready since a commit failed.</summary>
internal sealed class StorageHealth(FrontDoor door) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(door.StorageFailure is { } failure ? HealthCheckResult.Unhealthy(failure) : HealthCheckResult.Healthy());
}
