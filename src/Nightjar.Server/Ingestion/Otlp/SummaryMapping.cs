using Nightjar.Core.Telemetry;
using Nightjar.Server.Ingestion.Otlp.Wire;
using Nightjar.Storage.Telemetry;

namespace Nightjar.Server.Ingestion.Otlp;

/// <summary>Summaries: a gauge for each quantile, and the counts. Always cumulative.</summary>
internal static class SummaryMapping
{
    /// <summary>Maps the points of a summary.</summary>
    public static void Map(MetricSeries series, Summary summary)
    {
        foreach (SummaryDataPoint point in summary.DataPoints)
        {
            if (!Points.Begin(series, point.TimeUnixNano))
            {
                continue;
            }

            PointTime time = PointTime.Of(point.StartTimeUnixNano, point.TimeUnixNano);
            if (Points.TryEnd(series, point.Attributes, point.Flags, time))
            {
                continue;
            }

            PointSeries known = series.Of(point.Attributes);
            lock (known.Lock)
            {
                Write(series, known, point, time);
            }
        }
    }

    private static void Write(MetricSeries series, PointSeries known, SummaryDataPoint point, PointTime time)
    {
        if (point.QuantileValues.Any(value => !(value.Quantile >= 0 && value.Quantile <= 1)))
        {
            series.Batch.Reject(RefusalReason.Malformed, () => $"a quantile of {series.Metric.Name} does not lie within 0 and 1");
            return;
        }

        SeriesEntry? count = series.Resolve(known, point.Attributes, PointPart.Count, 0, MetricKind.Counter);
        SeriesEntry? sum = series.Resolve(known, point.Attributes, PointPart.Sum, 0, MetricKind.Counter);
        SeriesEntry?[] quantiles =
            [.. point.QuantileValues.Select(value => series.Resolve(known, point.Attributes, PointPart.Quantile, value.Quantile, MetricKind.Gauge))];
        if (count is null || sum is null || quantiles.Contains(null))
        {
            series.Batch.Reject();
            return;
        }

        series.Batch.AddZeroes(known, [count, sum], time.StartNs, time.TimeNs);
        series.Batch.Add(count, time.TimeNs, point.Count);
        series.Batch.Add(sum, time.TimeNs, point.Sum);
        for (int i = 0; i < quantiles.Length; i++)
        {
            if (quantiles[i] is { } quantile)
            {
                series.Batch.Add(quantile, time.TimeNs, point.QuantileValues[i].Value);
            }
        }
    }
}
