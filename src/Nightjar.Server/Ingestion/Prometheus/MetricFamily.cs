using Nightjar.Core.Telemetry;

namespace Nightjar.Server.Ingestion.Prometheus;

/// <summary>What a source says of the series of one metric family.</summary>
/// <param name="Type">Its type.</param>
/// <param name="Unit">Its unit, or empty.</param>
/// <param name="Help">What it means, or empty.</param>
internal sealed record MetricFamily(FamilyType Type, string Unit, string Help)
{
    /// <summary>Nothing is said.</summary>
    public static MetricFamily None { get; } = new(FamilyType.Unknown, "", "");

    /// <summary>What may follow a family's name in the name of a series, the empty ending first.</summary>
    public static IReadOnlyList<string> Endings { get; } = ["", "_total", "_bucket", "_count", "_sum", "_created", "_info", "_gcount", "_gsum"];

    /// <summary>How to read the series of this family that has this name.</summary>
    public MetricKind KindOf(string series) => Type switch
    {
        FamilyType.Unknown => MetricKind.Unknown,
        FamilyType.Gauge => MetricKind.Gauge,
        _ when series.EndsWith("_created", StringComparison.Ordinal) => MetricKind.Gauge,
        FamilyType.Counter => MetricKind.Counter,
        FamilyType.Histogram when series.EndsWith("_bucket", StringComparison.Ordinal) => MetricKind.HistogramBucket,
        FamilyType.Histogram or FamilyType.Summary when IsCountOrSum(series) => MetricKind.Counter,
        _ => MetricKind.Gauge,
    };

    private static bool IsCountOrSum(string series) =>
        series.EndsWith("_count", StringComparison.Ordinal) || series.EndsWith("_sum", StringComparison.Ordinal);
}
