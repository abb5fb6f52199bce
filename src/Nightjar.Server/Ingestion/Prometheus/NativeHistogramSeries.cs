using Nightjar.Core.Telemetry;
using Nightjar.Storage.Telemetry;

namespace Nightjar.Server.Ingestion.Prometheus;

/// <summary>
/// The classic series that one native histogram is kept as: <c>_count</c>, <c>_sum</c> and <c>_bucket</c>. A bound once written is
/// written every time, since a bucket that holds nothing this time has not ended. Thread-safe.
/// </summary>
internal sealed class NativeHistogramSeries(SeriesDoor door, IReadOnlyList<Label> labels)
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<double, SeriesEntry> _buckets = [];
    private SeriesEntry? _count;
    private SeriesEntry? _sum;
    private int _schema = int.MaxValue;
    private bool _customBounds;
    private double _zeroThreshold;

    /// <summary>Adds one histogram to a batch, <c>_count</c> first.</summary>
    public void Write(NativeHistogram histogram, SampleBatch batch)
    {
        long timeNs = Timestamp.ToNs(histogram.TimestampMs);
        lock (_lock)
        {
            if (StaleMarker.Is(histogram.Sum))
            {
                End(batch, timeNs);
                return;
            }

            MetricKind kind = histogram.IsGauge ? MetricKind.Gauge : MetricKind.Counter;
            Add(ref _count, "_count", kind, histogram.Count, batch, timeNs);
            Add(ref _sum, "_sum", kind, histogram.Sum, batch, timeNs);
            WriteBuckets(histogram, batch, timeNs);
        }
    }

    private void WriteBuckets(NativeHistogram histogram, SampleBatch batch, long timeNs)
    {
        int schema = _schema;
        List<(double Bound, double Count)> cumulative = ClassicBuckets.Of(histogram, ref schema);
        cumulative.Add((double.PositiveInfinity, histogram.Count));
        bool custom = histogram.Schema == NativeHistogram.CustomBounds;

        // Only bounds of one grid can be filled in for one another. A known bound that lies on the new grid stays if it is used.
        // The reserve beyond the bound keeps a histogram that wanders from collecting bounds without end.
        if (schema != _schema || custom != _customBounds || custom || histogram.ZeroThreshold != _zeroThreshold
            || cumulative.Count(bucket => !_buckets.ContainsKey(bucket.Bound)) + _buckets.Count > ClassicBuckets.MostBuckets + 1)
        {
            Forget(cumulative, batch, timeNs);
        }

        _schema = schema;
        _customBounds = custom;
        _zeroThreshold = histogram.ZeroThreshold;
        MetricKind kind = histogram.IsGauge ? MetricKind.Gauge : MetricKind.HistogramBucket;
        foreach ((double bound, _) in cumulative)
        {
            SeriesEntry? entry = _buckets.GetValueOrDefault(bound);
            if (entry is null or { Dropped: true } && Resolve("_bucket", ClassicBuckets.Format(bound), kind, batch) is { } resolved)
            {
                _buckets[bound] = resolved;
            }
        }

        int next = 0;
        double count = 0;
        foreach ((double bound, SeriesEntry entry) in _buckets)
        {
            while (next < cumulative.Count && cumulative[next].Bound <= bound)
            {
                count = cumulative[next++].Count;
            }

            batch.Add(entry, timeNs, count);
        }
    }

    /// <summary>Ends the buckets that the next histogram does not have.</summary>
    private void Forget(List<(double Bound, double Count)> kept, SampleBatch batch, long timeNs)
    {
        HashSet<double> bounds = [.. kept.Select(bucket => bucket.Bound)];
        foreach ((double bound, SeriesEntry entry) in _buckets.Where(bucket => !bounds.Contains(bucket.Key)).ToList())
        {
            batch.Add(entry, timeNs, StaleMarker.Value);
            _buckets.Remove(bound);
        }
    }

    private void End(SampleBatch batch, long timeNs)
    {
        foreach (SeriesEntry? entry in _buckets.Values.Prepend(_sum).Prepend(_count))
        {
            if (entry is not null)
            {
                batch.Add(entry, timeNs, StaleMarker.Value);
            }
        }

        _buckets.Clear();
    }

    private void Add(ref SeriesEntry? entry, string ending, MetricKind kind, double value, SampleBatch batch, long timeNs)
    {
        if (entry is null or { Dropped: true })
        {
            entry = Resolve(ending, null, kind, batch);
        }

        if (entry is not null)
        {
            batch.Add(entry, timeNs, value);
        }
    }

    private SeriesEntry? Resolve(string ending, string? bound, MetricKind kind, SampleBatch batch)
    {
        List<Label> classic = [];
        foreach (Label label in labels)
        {
            if (label.Name != "le")
            {
                classic.Add(label.Name == Labels.MetricName ? label with { Value = label.Value + ending } : label);
            }
        }

        if (bound is not null)
        {
            classic.Add(new Label("le", bound));
        }

        return door.Resolve(classic, kind, "", "", batch, 1);
    }
}
