namespace Nightjar.Evaluation.Anomalies.Simulation;

/// <summary>What was told of one simulated series.</summary>
/// <param name="FalseAlarms">Anomalies opened in it without faults.</param>
/// <param name="LateFalseAlarms">Those after its first week.</param>
/// <param name="Faults">Each fault put into it, and whether an anomaly opened in time.</param>
internal sealed record SeriesOutcome(int FalseAlarms, int LateFalseAlarms, IReadOnlyList<(FaultKind Kind, bool Found)> Faults);
