namespace Nightjar.Core.Telemetry;

/// <summary>What a metric's name says of its kind, where its source says nothing (Prometheus' naming conventions).</summary>
public static class MetricKinds
{
    /// <summary><c>_total</c>, <c>_count</c> and <c>_sum</c> count; <c>_bucket</c> with a label <c>le</c> is a histogram's; else unknown.</summary>
    public static MetricKind FromName(Labels labels)
    {
        string name = labels.Name;
        if (name.EndsWith("_bucket", StringComparison.Ordinal) && labels["le"] is not null)
        {
            return MetricKind.HistogramBucket;
        }

        return name.EndsWith("_total", StringComparison.Ordinal)
            || name.EndsWith("_count", StringComparison.Ordinal)
            || name.EndsWith("_sum", StringComparison.Ordinal)
                ? MetricKind.Counter
                : MetricKind.Unknown;
    }

    /// <summary>True where charts and Detection see a rate: counters and histogram buckets, cumulative or delta.</summary>
    public static bool HasRate(this MetricKind kind) => kind >= MetricKind.Counter && kind <= MetricKind.DeltaHistogramBucket;

    /// <summary>True where a value counts since the sample before.</summary>
    public static bool IsDelta(this MetricKind kind) => kind is MetricKind.DeltaCounter or MetricKind.DeltaHistogramBucket;

    /// <summary>True for one bucket of a histogram.</summary>
    public static bool IsBucket(this MetricKind kind) => kind is MetricKind.HistogramBucket or MetricKind.DeltaHistogramBucket;
}
