using Google.Protobuf.Collections;
using Nightjar.Core.Telemetry;
using Nightjar.Server.Ingestion.Otlp.Wire;
using Nightjar.Storage.Telemetry;

namespace Nightjar.Server.Ingestion.Otlp;

/// <summary>A histogram's point, whatever its bounds were made of.</summary>
/// <param name="Attributes">As sent.</param>
/// <param name="Time">When.</param>
/// <param name="IsDelta">Counts since the point before; else since the start.</param>
/// <param name="IsExponential">Its bounds follow the values; else they were chosen once.</param>
/// <param name="Buckets">Ascending, cumulative over bounds, the last one infinity.</param>
/// <param name="Count">All values.</param>
/// <param name="Sum">Their sum, where the sender keeps one.</param>
/// <param name="Min">The least.</param>
/// <param name="Max">The greatest.</param>
internal sealed record ClassicHistogram(
    RepeatedField<KeyValue> Attributes,
    PointTime Time,
    bool IsDelta,
    bool IsExponential,
    IReadOnlyList<Bucket> Buckets,
    double Count,
    double? Sum,
    double? Min,
    double? Max)
{
    /// <summary>Adds the point's samples: all of its series or, when one of them is refused, none.</summary>
    public static void Write(MetricSeries series, ClassicHistogram point)
    {
        PointSeries known = series.Of(point.Attributes);
        lock (known.Lock)
        {
            List<(SeriesEntry Entry, double Value)>? samples = Resolve(series, known, point);
            if (samples is null)
            {
                series.Batch.Reject();
                return;
            }

            if (!point.IsDelta)
            {
                Begin(series, known, point, [.. samples.Select(sample => sample.Entry)]);
                EndLostBounds(series, known, point);
            }

            foreach ((SeriesEntry entry, double value) in samples)
            {
                series.Batch.Add(entry, point.Time.TimeNs, value);
            }
        }
    }

    private static List<(SeriesEntry Entry, double Value)>? Resolve(MetricSeries series, PointSeries known, ClassicHistogram point)
    {
        MetricKind bucketKind = point.IsDelta ? MetricKind.DeltaHistogramBucket : MetricKind.HistogramBucket;
        MetricKind countKind = point.IsDelta ? MetricKind.DeltaCounter : MetricKind.Counter;
        List<(SeriesEntry, double)> samples = new(point.Buckets.Count + 4);
        bool isWhole = true;
        foreach (Bucket bucket in point.Buckets)
        {
            Add(PointPart.Bucket, bucket.Bound, bucketKind, bucket.Count);
        }

        Add(PointPart.Count, 0, countKind, point.Count);
        Add(PointPart.Sum, 0, countKind, point.HasNegative ? null : point.Sum);
        Add(PointPart.Min, 0, MetricKind.Gauge, point.Min);
        Add(PointPart.Max, 0, MetricKind.Gauge, point.Max);
        return isWhole ? samples : null;

        void Add(PointPart part, double bound, MetricKind kind, double? value)
        {
            if (value is null || !isWhole)
            {
                return;
            }

            SeriesEntry? entry = series.Resolve(known, point.Attributes, part, bound, kind);
            isWhole = entry is not null;
            if (entry is not null)
            {
                samples.Add((entry, value.Value));
            }
        }
    }

    /// <summary>
    /// With negative values the sum goes up and down, so it is no counter; the compatibility specification leaves it out then.
    /// </summary>
    private bool HasNegative
    {
        get
        {
            if (Min < 0)
            {
                return true;
            }

            foreach (Bucket bucket in Buckets)
            {
                if (bucket is { Bound: < 0, Count: > 0 })
                {
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>Gives new series of a cumulative histogram what they count from.</summary>
    private static void Begin(MetricSeries series, PointSeries known, ClassicHistogram point, SeriesEntry[] entries)
    {
        SeriesEntry count = entries[point.Buckets.Count];
        bool goesOn = count.LastTimeNs >= point.Time.StartNs && count.LastTimeNs < point.Time.TimeNs && !StaleMarker.Is(count.LastValue);
        if (!goesOn)
        {
            // Min and max stand last, and start at no zero.
            int counting = entries.Length - (point.Min is null ? 0 : 1) - (point.Max is null ? 0 : 1);
            series.Batch.AddZeroes(known, entries.AsSpan(0, counting), point.Time.StartNs, point.Time.TimeNs);
        }
        else if (point.IsExponential)
        {
            AddCountsBefore(series, point, entries, count.LastTimeNs);
        }
    }

    /// <summary>
    /// Bounds appear as values go beyond the range seen so far. No value lay there before, so the count at the point before is known:
    /// that of the next bound below. Without it the new bucket's whole count would look like the increase of one interval.
    /// </summary>
    private static void AddCountsBefore(MetricSeries series, ClassicHistogram point, SeriesEntry[] entries, long beforeNs)
    {
        double below = 0;
        for (int i = 0; i < point.Buckets.Count; i++)
        {
            if (entries[i].LastTimeNs == long.MinValue)
            {
                series.Batch.AddBefore(entries[i], beforeNs, below);
            }
            else if (entries[i].LastTimeNs == beforeNs)
            {
                below = entries[i].LastValue;
            }
        }
    }

    /// <summary>When an exponential histogram takes a coarser scale, or a program new bounds, the buckets of the old ones end.</summary>
    private static void EndLostBounds(MetricSeries series, PointSeries known, ClassicHistogram point)
    {
        if (known.BoundCount <= point.Buckets.Count)
        {
            return;
        }

        foreach (SeriesEntry lost in known.RemoveBoundsNotIn([.. point.Buckets.Select(bucket => bucket.Bound)]))
        {
            if (!lost.Dropped && lost.LastTimeNs < point.Time.TimeNs && lost.LastTimeNs != long.MinValue)
            {
                series.Batch.Add(lost, point.Time.TimeNs, StaleMarker.Value);
            }
        }
    }
}
