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
}
