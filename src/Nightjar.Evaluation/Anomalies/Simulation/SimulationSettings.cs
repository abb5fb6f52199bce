namespace Nightjar.Evaluation.Anomalies.Simulation;

/// <summary>How much is simulated.</summary>
/// <param name="SeriesPerKind">At least 1.</param>
/// <param name="Days">At least <see cref="LeastDays"/>.</param>
/// <param name="Seed">The same seed gives the same series.</param>
public sealed record SimulationSettings(int SeriesPerKind, int Days, int Seed)
{
    /// <summary>Faults lie in the last two days; before them something must have been learnt.</summary>
    public const int LeastDays = 4;
}
