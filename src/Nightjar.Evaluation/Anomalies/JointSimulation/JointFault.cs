namespace Nightjar.Evaluation.Anomalies.JointSimulation;

/// <summary>A fault, placed in an entity.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="At">The first minute that it changes.</param>
/// <param name="Culprits">Series of which one should be named first.</param>
/// <param name="Values">Of each series, from there on for as long as it may be found.</param>
internal sealed record JointFault(JointFaultKind Kind, int At, IReadOnlyList<int> Culprits, double[][] Values);
