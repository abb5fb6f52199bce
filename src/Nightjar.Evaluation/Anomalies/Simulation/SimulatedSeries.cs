namespace Nightjar.Evaluation.Anomalies.Simulation;

/// <summary>A clean series of one-minute values, and what is known of how it was made.</summary>
/// <param name="Values">One a minute.</param>
/// <param name="Sigma">The true scale of the noise; NaN where there is none to speak of, and then no fault is measured by it.</param>
/// <param name="Season">What the season adds to each value; null for a series without one, or with one that is not simply added.</param>
/// <param name="Least">Values cannot be lower.</param>
/// <param name="Most">Values cannot be higher.</param>
/// <param name="IsWhole">True for counts.</param>
internal sealed record SimulatedSeries(
    double[] Values, double Sigma, double[]? Season = null, double Least = double.NegativeInfinity, double Most = double.PositiveInfinity, bool IsWhole = false)
{
    public const int PerDay = 1_440;

    /// <summary>A value as this series could show it.</summary>
    public double Shape(double value) => Math.Clamp(IsWhole ? Math.Round(value) : value, Least, Most);
}
