namespace Nightjar.Evaluation.Anomalies.Simulation;

/// <summary>What was told of one simulated series.</summary>
/// <param name="Told">All that was told of it without faults, in its order.</param>
/// <param name="Faults">Each fault put into it, in their order.</param>
internal sealed record SeriesOutcome(IReadOnlyList<Telling> Told, IReadOnlyList<FaultOutcome> Faults);
