namespace Nightjar.Server.Ingestion.Otlp;

/// <summary>Sums and histograms must say whether they count since the start or since the point before.</summary>
internal static class Temporality
{
    /// <summary>Refuses all points of a metric that does not say.</summary>
    public static void Reject(MetricSeries series, int points)
    {
        for (int i = 0; i < points; i++)
        {
            series.Batch.BeginPoint();
            series.Batch.Reject(RefusalReason.Unsupported, () =>
                $"{series.Metric.Name} has no aggregation temporality: set it to delta or cumulative, else its values mean nothing");
        }
    }
}
