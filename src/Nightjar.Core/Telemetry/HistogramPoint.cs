namespace Nightjar.Core.Telemetry;

/// <summary>What a histogram said between two of its points.</summary>
/// <param name="TimeNs">The later of the two, nanoseconds since 1970-01-01 UTC.</param>
/// <param name="Rate">Events a second.</param>
/// <param name="P50">The median in the unit of the bounds; NaN when there were no events.</param>
/// <param name="P95">The 95th percentile; NaN when there were no events.</param>
/// <param name="P99">The 99th percentile; NaN when there were no events.</param>
public readonly record struct HistogramPoint(long TimeNs, double Rate, double P50, double P95, double P99)
{
    /// <summary>The value of the derived series with this ending (<see cref="DerivedName"/>); NaN for an unknown one.</summary>
    public double this[string ending] => ending switch
    {
        DerivedName.Rate => Rate,
        DerivedName.P50 => P50,
        DerivedName.P95 => P95,
        DerivedName.P99 => P99,
        _ => double.NaN,
    };
}
