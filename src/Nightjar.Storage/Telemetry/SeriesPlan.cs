using Nightjar.Core.Telemetry;

namespace Nightjar.Storage.Telemetry;

/// <summary>How one series that was asked for is computed: from which raw series, and what is done to their samples.</summary>
internal sealed class SeriesPlan
{
    private readonly string? _ending;
    private readonly double[] _bounds;

    private SeriesPlan(SeriesId id, IReadOnlyList<SeriesEntry> raw, string? ending, double[] bounds)
    {
        Id = id;
        Raw = raw;
        _ending = ending;
        _bounds = bounds;
    }

    /// <summary>The id of the labels asked for.</summary>
    public SeriesId Id { get; }

    /// <summary>The raw series it needs: itself, its counter, or all buckets of its histogram.</summary>
    public IReadOnlyList<SeriesEntry> Raw { get; }

    /// <summary>True when its values are computed.</summary>
    public bool IsDerived => _ending is not null;

    /// <summary>A plan for each series that is known; a raw series of the very labels is preferred to a derived one.</summary>
    public static IEnumerable<SeriesPlan> For(IEnumerable<Labels> wanted, SeriesCatalog catalog)
    {
        Dictionary<string, ILookup<SeriesId, (SeriesEntry Entry, double Bound)>> histograms = new(StringComparer.Ordinal);
        foreach (Labels labels in wanted.DistinctBy(labels => labels.Id))
        {
            if (catalog.TryGet(labels.Id, out SeriesEntry raw))
            {
                yield return new SeriesPlan(labels.Id, [raw], null, []);
            }
            else if (DerivedMetric.TryParse(labels.Name, out DerivedMetric metric))
            {
                Labels source = labels.WithName(metric.Base);
                if (metric.CounterName is not null && catalog.TryGet(source.Id, out SeriesEntry counter) && IsCounter(counter))
                {
                    yield return new SeriesPlan(labels.Id, [counter], metric.Ending, []);
                    continue;
                }

                if (!histograms.TryGetValue(metric.BucketName, out ILookup<SeriesId, (SeriesEntry Entry, double Bound)>? buckets))
                {
                    // Read once for all series of the metric: a histogram with 10,000 instances must not cost the square of it.
                    buckets = ByHistogram(catalog.OfName(metric.BucketName));
                    histograms.Add(metric.BucketName, buckets);
                }

                (SeriesEntry Entry, double Bound)[] own = [.. buckets[source.Id].OrderBy(bucket => bucket.Bound)];
                if (own.Length > 0)
                {
                    yield return new SeriesPlan(
                        labels.Id, [.. own.Select(bucket => bucket.Entry)], metric.Ending, [.. own.Select(bucket => bucket.Bound)]);
                }
            }
        }
    }

    /// <summary>The samples of the wanted series within the range.</summary>
    public SamplePoint[] Compute(IReadOnlyDictionary<SeriesId, SamplePoint[]> samples, TimeRange range)
    {
        if (_ending is not null && _bounds.Length > 0)
        {
            return ComputeHistogram(samples, range, _ending);
        }

        SamplePoint[] raw = samples.GetValueOrDefault(Raw[0].Series.Id) ?? [];
        return _ending is null ? Cut(raw, range) : ComputeRate(raw, range);
    }

    /// <summary>The store was asked for more than the range when any series of the request is derived.</summary>
    private static SamplePoint[] Cut(SamplePoint[] points, TimeRange range) =>
        points.Length == 0 || points[0].TimeNs >= range.FromNs ? points : Array.FindAll(points, point => range.Contains(point.TimeNs));

    private SamplePoint[] ComputeRate(SamplePoint[] raw, TimeRange range)
    {
        MetricKind kind = Raw[0].Series.Kind;
        RateDerivation derivation = default;
        List<SamplePoint> rates = new(raw.Length);
        foreach (SamplePoint point in raw)
        {
            bool known = derivation.TryNext(kind, point.TimeNs, point.Value, out double rate);
            if ((known || StaleMarker.Is(point.Value)) && range.Contains(point.TimeNs))
            {
                rates.Add(new SamplePoint(point.TimeNs, known ? rate : StaleMarker.Value));
            }
        }

        return [.. rates];
    }

    private SamplePoint[] ComputeHistogram(IReadOnlyDictionary<SeriesId, SamplePoint[]> samples, TimeRange range, string ending)
    {
        List<(long TimeNs, double Bound, double Value)> buckets = [];
        for (int i = 0; i < Raw.Count; i++)
        {
            double bound = _bounds[i];
            buckets.AddRange((samples.GetValueOrDefault(Raw[i].Series.Id) ?? []).Select(point => (point.TimeNs, bound, point.Value)));
        }

        buckets.Sort(static (a, b) => a.TimeNs != b.TimeNs ? a.TimeNs.CompareTo(b.TimeNs) : a.Bound.CompareTo(b.Bound));
        HistogramDerivation derivation = new(Raw[0].Series.Kind.IsDelta());
        List<SamplePoint> points = [];
        foreach ((long timeNs, double bound, double value) in buckets)
        {
            if (derivation.Add(bound, timeNs, value, out HistogramPoint point) && range.Contains(point.TimeNs) && !double.IsNaN(point[ending]))
            {
                points.Add(new SamplePoint(point.TimeNs, point[ending]));
            }

            // The +Inf bucket stands for the whole histogram; it is the last of its time, so order is kept.
            if (double.IsPositiveInfinity(bound) && StaleMarker.Is(value) && range.Contains(timeNs))
            {
                points.Add(new SamplePoint(timeNs, StaleMarker.Value));
            }
        }

        return [.. points];
    }

    private static bool IsCounter(SeriesEntry entry) => entry.Series.Kind.HasRate() && !entry.Series.Kind.IsBucket();

    private static ILookup<SeriesId, (SeriesEntry Entry, double Bound)> ByHistogram(IEnumerable<SeriesEntry> buckets) =>
        buckets
            .Select(entry => (Entry: entry, Known: DerivedSeries.TryHistogramOf(entry.Series.Labels, out Labels histogram, out double bound),
                Histogram: histogram.Id, Bound: bound))
            .Where(bucket => bucket.Known && bucket.Entry.Series.Kind.IsBucket())
            .ToLookup(bucket => bucket.Histogram, bucket => (bucket.Entry, bucket.Bound));
}
