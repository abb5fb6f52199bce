using Nightjar.Core.Telemetry;

namespace Nightjar.Server.Ui.Text;

/// <summary>How the numbers of a series are to be read: what they count, and whether a second of it.</summary>
/// <param name="Kind">What.</param>
/// <param name="PerSecond">True for a rate.</param>
public readonly record struct Measure(MeasureKind Kind, bool PerSecond)
{
    /// <summary>
    /// From the unit its source named (UCUM or Prometheus' base units) or, without one, from the words in the metric's name
    /// (Prometheus' naming conventions); the ending of a derived series makes it a rate.
    /// </summary>
    /// <param name="unit">The unit, or empty.</param>
    /// <param name="metric">The metric's name, raw or derived.</param>
    /// <param name="ofHistogram">True for what comes of a histogram: its rate counts events, whatever its values measure.</param>
    public static Measure Of(string unit, string metric, bool ofHistogram = false)
    {
        bool rate = metric.EndsWith(DerivedName.Rate, StringComparison.Ordinal);
        string name = metric.Split(':')[0];
        if (rate && (ofHistogram || name.EndsWith("_count", StringComparison.Ordinal)))
        {
            return new Measure(MeasureKind.Plain, true);
        }

        bool perSecond = rate || unit.EndsWith("/s", StringComparison.Ordinal);
        MeasureKind kind = KindOfUnit(unit.EndsWith("/s", StringComparison.Ordinal) ? unit[..^2] : unit) ?? KindOfName(name);
        if (rate && kind == MeasureKind.Seconds)
        {
            // Seconds spent a second: the share of the time, such as CPU seconds of one core.
            return new Measure(MeasureKind.Ratio, false);
        }

        return new Measure(kind, perSecond);
    }

    private static MeasureKind? KindOfUnit(string unit) => unit switch
    {
        "By" or "B" or "bytes" or "byte" => MeasureKind.Bytes,
        "s" or "seconds" or "second" => MeasureKind.Seconds,
        "ms" or "milliseconds" => MeasureKind.Milliseconds,
        "%" or "percent" => MeasureKind.Percent,
        "ratio" or "1" => MeasureKind.Ratio,
        "" => null,
        _ => MeasureKind.Plain,
    };

    private static MeasureKind KindOfName(string name)
    {
        MeasureKind found = MeasureKind.Plain;
        foreach (string word in name.Split('_', '.'))
        {
            found = word switch
            {
                "bytes" => MeasureKind.Bytes,
                "seconds" => MeasureKind.Seconds,
                "milliseconds" => MeasureKind.Milliseconds,
                "ratio" or "utilization" => MeasureKind.Ratio,
                "percent" => MeasureKind.Percent,
                _ => found,
            };
        }

        return found;
    }
}
