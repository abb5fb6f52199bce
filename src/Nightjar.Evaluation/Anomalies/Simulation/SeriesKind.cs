namespace Nightjar.Evaluation.Anomalies.Simulation;

/// <summary>A sort of series that estates have.</summary>
/// <param name="Name">In reports.</param>
/// <param name="Make">Makes one of so many minutes.</param>
internal sealed record SeriesKind(string Name, Func<Random, int, SimulatedSeries> Make)
{
    /// <summary>Heavy tails or bursts: what is rare by σ is usual here, and faults measured by σ are reported apart.</summary>
    public bool IsHeavyTailed { get; init; }

    /// <summary>False where there is no level that could shift: each value goes on from the one before.</summary>
    public bool HasLevel { get; init; } = true;
}
