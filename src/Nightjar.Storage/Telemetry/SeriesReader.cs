using Nightjar.Core.Telemetry;

namespace Nightjar.Storage.Telemetry;

/// <summary>
/// Reads raw and derived series alike. Derived ones are computed from the raw samples by the code that Detection uses, so a chart
/// and a verdict cannot disagree. Thread-safe; holds no state.
/// </summary>
public sealed class SeriesReader(TelemetryStore store)
{
    // A first read goes this far before the range for the sample that the first rate is counted from: the longest interval in
    // common use. Only series without a sample there are looked for further back.
    private static readonly long NearNs = TimeSpan.FromMinutes(5).ToNs();

    /// <summary>Metric names, raw and derived; order unspecified, no name twice. O(series).</summary>
    public IEnumerable<string> Names()
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (string name in store.Catalog.Names)
        {
            names.Add(name);
            foreach (string derived in DerivedNames(name))
            {
                names.Add(derived);
            }
        }

        return names;
    }

    /// <summary>
    /// The series of one metric, raw or derived, that satisfy a condition (which sees the labels as returned); each once, order
    /// unspecified. A raw metric of that very name comes first and hides a derived series with the same labels. O(series of the metric).
    /// </summary>
    public IReadOnlyList<Labels> Matching(string metric, Func<Labels, bool> condition)
    {
        Dictionary<SeriesId, Labels> found = [];
        foreach (SeriesEntry entry in store.Catalog.OfName(metric))
        {
            found[entry.Series.Id] = entry.Series.Labels;
        }

        if (DerivedMetric.TryParse(metric, out DerivedMetric derived))
        {
            foreach (SeriesEntry entry in RawOf(derived))
            {
                Labels? labels = Derive(entry.Series, derived);
                if (labels is not null)
                {
                    found.TryAdd(labels.Id, labels);
                }
            }
        }

        return [.. found.Values.Where(condition)];
    }

    /// <summary>The samples of one series; empty when it is unknown or has none there. See the form for many series.</summary>
    public SamplePoint[] Read(Labels series, TimeRange range, CancellationToken cancellation) =>
        Read([series], range, cancellation).GetValueOrDefault(series.Id) ?? [];

    /// <summary>
    /// The samples of many series in a range, by the id of the labels asked for, each in ascending time; those without samples are
    /// absent. Costs one query of the store, two when a derived series has no raw sample shortly before the range. A raw series comes
    /// as sent; a derived one leaves out times without a value, and a stale marker shows where its raw series ended.
    /// </summary>
    public IReadOnlyDictionary<SeriesId, SamplePoint[]> Read(IReadOnlyCollection<Labels> series, TimeRange range, CancellationToken cancellation)
    {
        List<SeriesPlan> plans = [.. SeriesPlan.For(series, store.Catalog)];
        List<SeriesId> raw = [.. plans.SelectMany(plan => plan.Raw).Select(entry => entry.Series.Id).Distinct()];
        bool derived = plans.Any(plan => plan.IsDerived);
        TimeRange near = derived ? new TimeRange(range.FromNs - NearNs, range.ToNs) : range;
        Dictionary<SeriesId, SamplePoint[]> samples = raw.Count == 0 ? [] : new(store.Read(raw, near, cancellation));
        if (derived)
        {
            ReadFurtherBack(plans, range, samples, cancellation);
        }

        Dictionary<SeriesId, SamplePoint[]> answer = [];
        foreach (SeriesPlan plan in plans)
        {
            cancellation.ThrowIfCancellationRequested();
            SamplePoint[] points = plan.Compute(samples, range);
            if (points.Length > 0)
            {
                answer[plan.Id] = points;
            }
        }

        return answer;
    }

    private void ReadFurtherBack(
        List<SeriesPlan> plans, TimeRange range, Dictionary<SeriesId, SamplePoint[]> samples, CancellationToken cancellation)
    {
        List<SeriesId> missing =
        [
            .. plans.Where(plan => plan.IsDerived)
                .SelectMany(plan => plan.Raw)
                .Select(entry => entry.Series.Id)
                .Distinct()
                .Where(id => samples.TryGetValue(id, out SamplePoint[]? points) && points[0].TimeNs >= range.FromNs),
        ];
        if (missing.Count == 0)
        {
            return;
        }

        TimeRange far = new(range.FromNs - RateDerivation.MaxGapNs, range.FromNs - NearNs - 1);
        foreach ((SeriesId id, SamplePoint[] before) in store.Read(missing, far, cancellation))
        {
            samples[id] = [.. before, .. samples[id]];
        }
    }

    private IEnumerable<SeriesEntry> RawOf(DerivedMetric derived) =>
        (derived.CounterName is null ? [] : store.Catalog.OfName(derived.CounterName)).Concat(store.Catalog.OfName(derived.BucketName));

    private static Labels? Derive(Series raw, DerivedMetric derived)
    {
        if (raw.Kind.IsBucket())
        {
            return raw.Labels.Name == derived.BucketName && DerivedSeries.TryHistogramOf(raw.Labels, out Labels histogram, out _)
                ? DerivedSeries.Of(histogram, derived.Ending)
                : null;
        }

        return raw.Kind.HasRate() && raw.Labels.Name == derived.CounterName ? DerivedSeries.Of(raw.Labels, DerivedName.Rate) : null;
    }

    /// <summary>By the first series of a metric whose kind is known: one metric has one kind.</summary>
    private IEnumerable<string> DerivedNames(string name)
    {
        MetricKind kind = store.Catalog.OfName(name).Select(entry => entry.Series.Kind).FirstOrDefault(kind => kind != MetricKind.Unknown);
        if (kind.IsBucket() && name.EndsWith(DerivedSeries.BucketSuffix, StringComparison.Ordinal))
        {
            return DerivedSeries.HistogramEndings.Select(ending => name[..^DerivedSeries.BucketSuffix.Length] + ending);
        }

        return kind.HasRate() && !kind.IsBucket() ? [name + DerivedName.Rate] : [];
    }
}
