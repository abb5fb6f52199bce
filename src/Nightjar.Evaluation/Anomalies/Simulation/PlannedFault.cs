namespace Nightjar.Evaluation.Anomalies.Simulation;

/// <summary>A fault, placed in a series.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="At">The first sample that it changes.</param>
/// <param name="Values">What is seen from there on, for as long as it counts as found; for silence NaN, as nothing is.</param>
internal sealed record PlannedFault(FaultKind Kind, int At, double[] Values);
