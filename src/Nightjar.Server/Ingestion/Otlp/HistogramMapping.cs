using Google.Protobuf.Collections;
using Nightjar.Server.Ingestion.Otlp.Wire;

namespace Nightjar.Server.Ingestion.Otlp;

/// <summary>Histograms with explicit and with exponential bounds, as classic buckets.</summary>
internal static class HistogramMapping
{
    // More bounds than this are a sender's mistake, and each is a series.
    private const int MaxBounds = 500;

    // SDKs use -10 to 20; beyond ±30 bounds have no meaning as doubles.
    private const int MaxScale = 30;

    /// <summary>Maps the points of a histogram with explicit bounds.</summary>
    public static void Map(MetricSeries series, Histogram histogram)
    {
        if (histogram.AggregationTemporality is not (AggregationTemporality.Delta or AggregationTemporality.Cumulative))
        {
            Temporality.Reject(series, histogram.DataPoints.Count);
            return;
        }

        bool isDelta = histogram.AggregationTemporality == AggregationTemporality.Delta;
        foreach (HistogramDataPoint point in histogram.DataPoints)
        {
            PointTime time = PointTime.Of(point.StartTimeUnixNano, point.TimeUnixNano);
            if (!Points.Begin(series, point.TimeUnixNano)
                || Points.TryEnd(series, point.Attributes, point.Flags, time)
                || !HasSoundBounds(series, point))
            {
                continue;
            }

            ClassicHistogram.Write(series, new ClassicHistogram(
                point.Attributes,
                time,
                isDelta,
                IsExponential: false,
                Cumulate(point),
                point.Count,
                point.HasSum ? point.Sum : null,
                point.HasMin ? point.Min : null,
                point.HasMax ? point.Max : null));
        }
    }

    /// <summary>Maps the points of a histogram with exponential bounds.</summary>
    public static void Map(MetricSeries series, ExponentialHistogram histogram)
    {
        if (histogram.AggregationTemporality is not (AggregationTemporality.Delta or AggregationTemporality.Cumulative))
        {
            Temporality.Reject(series, histogram.DataPoints.Count);
            return;
        }

        bool isDelta = histogram.AggregationTemporality == AggregationTemporality.Delta;
        foreach (ExponentialHistogramDataPoint point in histogram.DataPoints)
        {
            PointTime time = PointTime.Of(point.StartTimeUnixNano, point.TimeUnixNano);
            if (!Points.Begin(series, point.TimeUnixNano) || Points.TryEnd(series, point.Attributes, point.Flags, time))
            {
                continue;
            }

            if (Math.Abs((long)point.Scale) > MaxScale)
            {
                series.Batch.Reject(RefusalReason.Malformed, () =>
                    $"a point of {series.Metric.Name} has scale {point.Scale}: it must lie within -{MaxScale} and {MaxScale}");
                continue;
            }

            ClassicHistogram.Write(series, new ClassicHistogram(
                point.Attributes,
                time,
                isDelta,
                IsExponential: true,
                ExponentialBuckets.Of(point),
                point.Count,
                point.HasSum ? point.Sum : null,
                point.HasMin ? point.Min : null,
                point.HasMax ? point.Max : null));
        }
    }

    private static List<Bucket> Cumulate(HistogramDataPoint point)
    {
        List<Bucket> buckets = new(point.ExplicitBounds.Count + 1);
        double below = 0;
        for (int i = 0; i < point.ExplicitBounds.Count && double.IsFinite(point.ExplicitBounds[i]); i++)
        {
            below += point.BucketCounts[i];
            buckets.Add(new Bucket(point.ExplicitBounds[i], below));
        }

        buckets.Add(new Bucket(double.PositiveInfinity, point.Count));
        return buckets;
    }

    private static bool HasSoundBounds(MetricSeries series, HistogramDataPoint point)
    {
        RepeatedField<double> bounds = point.ExplicitBounds;

        // Neither bounds nor counts is legal: only count and sum were kept.
        if (point.BucketCounts.Count == 0 && bounds.Count == 0)
        {
            return true;
        }

        if (bounds.Count > MaxBounds)
        {
            series.Batch.Reject(RefusalReason.Unsupported, () =>
                $"a point of {series.Metric.Name} has {bounds.Count} bounds, the limit is {MaxBounds}: send fewer or an exponential histogram");
            return false;
        }

        if (point.BucketCounts.Count != bounds.Count + 1)
        {
            series.Batch.Reject(RefusalReason.Malformed, () =>
                $"a point of {series.Metric.Name} has {bounds.Count} bounds and {point.BucketCounts.Count} counts: there must be one count more than bounds");
            return false;
        }

        for (int i = 0; i < bounds.Count; i++)
        {
            if (double.IsNaN(bounds[i]) || double.IsNegativeInfinity(bounds[i]) || (i > 0 && bounds[i] <= bounds[i - 1]))
            {
                series.Batch.Reject(RefusalReason.Malformed, () => $"the bounds of a point of {series.Metric.Name} do not ascend");
                return false;
            }
        }

        return true;
    }
}
