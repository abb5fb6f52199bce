using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using Nightjar.Server.Ingestion;

namespace Nightjar.Server.SelfWatch;

/// <summary>Says when the queue is nearly full. That is no reason to take the server out of service: it answers and works it off.</summary>
internal sealed class IngestionHealth(FrontDoor door, IOptions<IngestionOptions> options) : IHealthCheck
{
    private const double NearlyFull = 0.9;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        long queued = door.QueuedSamples;
        int bound = options.Value.QueuedSamples;
        return Task.FromResult(queued < bound * NearlyFull
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Degraded($"{queued} of {bound} samples wait for a commit; senders are told to come again."));
    }
}
