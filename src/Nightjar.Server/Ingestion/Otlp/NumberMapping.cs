using Google.Protobuf.Collections;
using Nightjar.Core.Telemetry;
using Nightjar.Server.Ingestion.Otlp.Wire;
using Nightjar.Storage.Telemetry;

namespace Nightjar.Server.Ingestion.Otlp;

/// <summary>Gauges and sums: one series a point.</summary>
internal static class NumberMapping
{
    /// <summary>Maps the points of a gauge.</summary>
    public static void Map(MetricSeries series, Gauge gauge) => Map(series, gauge.DataPoints, MetricKind.Gauge);

    /// <summary>Maps the points of a sum.</summary>
    public static void Map(MetricSeries series, Sum sum)
    {
        MetricKind kind = sum.AggregationTemporality switch
        {
            AggregationTemporality.Delta => MetricKind.DeltaCounter,
            AggregationTemporality.Cumulative => sum.IsMonotonic ? MetricKind.Counter : MetricKind.Gauge,
            _ => MetricKind.Unknown,
        };
        if (kind == MetricKind.Unknown)
        {
            Temporality.Reject(series, sum.DataPoints.Count);
            return;
        }

        Map(series, sum.DataPoints, kind);
    }

    // hot
    private static void Map(MetricSeries series, RepeatedField<NumberDataPoint> points, MetricKind kind)
    {
        for (int i = 0; i < points.Count; i++)
        {
            NumberDataPoint point = points[i];
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
                Map(series, point, known, time, kind);
            }
        }
    }

    private static void Map(MetricSeries series, NumberDataPoint point, PointSeries known, PointTime time, MetricKind kind)
    {
        if (point.ValueCase == NumberDataPoint.ValueOneofCase.None)
        {
            series.Batch.Reject(RefusalReason.Malformed, () => $"a point of {series.Metric.Name} has no value: set as_double or as_int");
            return;
        }

        SeriesEntry? entry = series.Resolve(known, point.Attributes, PointPart.Value, 0, kind);
        if (entry is null)
        {
            series.Batch.Reject();
            return;
        }

        if (kind == MetricKind.Counter)
        {
            series.Batch.AddZeroes(known, new ReadOnlySpan<SeriesEntry>(in entry), time.StartNs, time.TimeNs);
        }

        series.Batch.Add(entry, time.TimeNs, point.ValueCase == NumberDataPoint.ValueOneofCase.AsInt ? point.AsInt : point.AsDouble);
    }
}
