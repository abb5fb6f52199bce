namespace Nightjar.Evaluation.Anomalies.Simulation;

/// <summary>What was told of a fault.</summary>
/// <param name="Kind">Of the fault.</param>
/// <param name="Minute">Its first sample.</param>
/// <param name="Told">What was told of the anomaly that opened in time; empty when none did.</param>
internal sealed record FaultOutcome(FaultKind Kind, int Minute, IReadOnlyList<Telling> Told)
{
    public bool IsFound => Told.Count > 0;
}
