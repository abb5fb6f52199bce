namespace Nightjar.Evaluation.Anomalies.Simulation;

/// <summary>How many faults of a kind were found.</summary>
/// <param name="Fault">The <see cref="FaultKind"/>, as JSON writes names.</param>
/// <param name="Injected">How many there were.</param>
/// <param name="Found">How many an anomaly was opened for in time.</param>
/// <param name="Told">How many of those the default alarm budget let through in time, when they come alone.</param>
public sealed record FaultShare(string Fault, int Injected, int Found, int Told)
{
    /// <summary>Found of injected; null when none was.</summary>
    public double? Share => Injected == 0 ? null : (double)Found / Injected;
}
