using Nightjar.Core.Telemetry;

namespace Nightjar.Core.Detection;

/// <summary>
/// What is known of a series' values before the first one is seen: differences below which nobody cares, and its limits.
/// Without it an idle disk that goes from 0 to 3 kB/s would be as abnormal as a full one.
/// </summary>
/// <param name="Floor">The spread is never taken to be less, in the unit of the series; 0 when nothing is known.</param>
/// <param name="ConstantFloor">The same for a series that has never changed and so has shown no step of its own.</param>
/// <param name="Max">Largest possible value, or +∞.</param>
public readonly record struct SeriesScale(double Floor, double ConstantFloor, double Max)
{
    /// <summary>Nothing known: only a constant series is helped, whose first step is taken to be at least one.</summary>
    public static SeriesScale Unknown { get; } = new(0, 1, double.PositiveInfinity);

    private static readonly SeriesScale Ratio = new(0.01, 0.02, 1);
    private static readonly SeriesScale RatioOfMany = new(0.01, 0.02, double.PositiveInfinity);
    private static readonly SeriesScale Bytes = new(1 << 20, 1 << 20, double.PositiveInfinity);
    private static readonly SeriesScale BytesPerSecond = new(32 << 10, 32 << 10, double.PositiveInfinity);
    private static readonly SeriesScale Seconds = new(0.001, 0.005, double.PositiveInfinity);
    private static readonly SeriesScale PerSecond = new(0.2, 1, double.PositiveInfinity);

    /// <summary>What the name, the unit and the derivation of a series say. O(length of the name).</summary>
    /// <param name="metricName">The raw metric's name.</param>
    /// <param name="unit">As the source gave it, or empty.</param>
    /// <param name="ending">A <see cref="DerivedName"/>, or empty for a raw series.</param>
    /// <param name="isHistogram">True when the rate is one of a histogram's events, whatever the unit of their size.</param>
    public static SeriesScale Of(string metricName, string unit, string ending, bool isHistogram = false)
    {
        bool rate = ending == DerivedName.Rate;
        bool bytes = unit is "By" or "bytes" || metricName.Contains("bytes", StringComparison.Ordinal);
        bool seconds = unit is "s" or "seconds" || metricName.Contains("seconds", StringComparison.Ordinal);
        if (rate)
        {
            // Seconds of work a second are the share of a core, of a disk, of waiting.
            bool events = isHistogram || metricName.EndsWith("_count", StringComparison.Ordinal);
            return events ? PerSecond : bytes ? BytesPerSecond : seconds ? RatioOfMany : PerSecond;
        }

        if (metricName.EndsWith("_utilization", StringComparison.Ordinal) || metricName.EndsWith("_ratio", StringComparison.Ordinal))
        {
            // A process may use several cores, so that its "ratio" has no end at one.
            return metricName.StartsWith("process", StringComparison.Ordinal) ? RatioOfMany : Ratio;
        }

        return bytes ? Bytes : seconds ? Seconds : Unknown;
    }
}
