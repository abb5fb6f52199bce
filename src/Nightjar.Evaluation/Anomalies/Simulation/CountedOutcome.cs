namespace Nightjar.Evaluation.Anomalies.Simulation;

/// <summary>What opened in one simulated series, and what of it people were told of.</summary>
/// <param name="FalseAlarms">Minutes in which an anomaly opened without a fault.</param>
/// <param name="Told">Minutes in which the alarm budget let one of them through.</param>
/// <param name="Faults">Each fault put into it.</param>
internal sealed record CountedOutcome(List<int> FalseAlarms, List<int> Told, List<CountedFault> Faults);

/// <summary>What became of a fault.</summary>
/// <param name="Kind">Of the fault.</param>
/// <param name="IsFound">An anomaly opened in time.</param>
/// <param name="IsTold">The alarm budget let it through in time.</param>
internal readonly record struct CountedFault(FaultKind Kind, bool IsFound, bool IsTold);
