using Nightjar.Core.Detection;
using Nightjar.Core.Telemetry;
using Nightjar.Server.Detection;
using Nightjar.Storage.Telemetry;

namespace Nightjar.Server.Api.Prometheus;

/// <summary>
/// Finds the series that fit matchers. A derived series (<c>x:rate</c>) and what Detection says of a series (<c>x:expected</c>) are
/// found by their whole name; a pattern on the name, or no name, finds raw series only, so that what Prometheus would answer and what
/// Nightjar answers is the same.
/// </summary>
internal sealed class SeriesSelection(TelemetryStore store, BandReader bands)
{
    private readonly SeriesReader _reader = new(store);

    /// <summary>The series that fit, in the order of their labels.</summary>
    /// <param name="matchers">All must hold.</param>
    /// <param name="fromNs">Series whose newest raw sample is older are left out.</param>
    /// <param name="maxSeries">The bound.</param>
    /// <exception cref="QueryLimitException">More than the bound fit.</exception>
    public List<Labels> Select(IReadOnlyList<LabelMatcher> matchers, long fromNs, int maxSeries)
    {
        LabelMatcher? byName = matchers.FirstOrDefault(matcher => matcher is { Name: Labels.MetricName, Operator: MatchOperator.Equal });
        IEnumerable<Labels> found = byName is not null && byName.Value.Contains(':', StringComparison.Ordinal)
            ? Computed(byName.Value).Where(labels => Fit(labels, matchers))
            : Raw(byName, matchers)
                .Where(entry => entry.LastTimeNs >= fromNs && Fit(entry.Series.Labels, matchers))
                .Select(entry => entry.Series.Labels);
        List<Labels> series = [];
        foreach (Labels labels in found)
        {
            if (series.Count == maxSeries)
            {
                throw new QueryLimitException($"the query selects more than {maxSeries} series: add a matcher, or raise api.maxSeries");
            }

            series.Add(labels);
        }

        series.Sort(LabelsOrder.Instance);
        return series;
    }

    /// <summary>Metric names, derived ones too.</summary>
    public IEnumerable<string> Names() => _reader.Names();

    /// <summary>
    /// Samples by the id of the labels: raw and derived series in one read of the store, each of Detection's results in one of its own.
    /// </summary>
    /// <param name="series">As selected.</param>
    /// <param name="range">Both ends inclusive.</param>
    /// <param name="samplesRead">Read for it; more than are given back where a detector had to learn first.</param>
    /// <param name="cancellation">Ends it.</param>
    public IReadOnlyDictionary<SeriesId, SamplePoint[]> Read(
        IReadOnlyCollection<Labels> series, TimeRange range, out long samplesRead, CancellationToken cancellation)
    {
        ILookup<bool, Labels> byResult = series.ToLookup(IsResult);
        Dictionary<SeriesId, SamplePoint[]> found = byResult[false].Any() ? new(_reader.Read([.. byResult[false]], range, cancellation)) : [];
        samplesRead = found.Values.Sum(samples => (long)samples.Length);
        foreach (Labels labels in byResult[true])
        {
            cancellation.ThrowIfCancellationRequested();
            if (ResultMetric.TryParse(labels.Name, out ResultMetric result))
            {
                found[labels.Id] = bands.Read(labels.WithName(result.Scored), result.Kind, range, out int read, cancellation);
                samplesRead += read;
            }
        }

        return found;
    }

    /// <summary>Samples by the id of the labels.</summary>
    public IReadOnlyDictionary<SeriesId, SamplePoint[]> Read(IReadOnlyCollection<Labels> series, TimeRange range, CancellationToken cancellation) =>
        Read(series, range, out _, cancellation);

    /// <summary>The series of a name with a colon in it: raw ones (a rule of Prometheus makes such names), derived ones, results.</summary>
    private IEnumerable<Labels> Computed(string name)
    {
        IReadOnlyList<Labels> kept = _reader.Matching(name, _ => true);
        return ResultMetric.TryParse(name, out ResultMetric result)
            ? kept.Concat(_reader.Matching(result.Scored, IsScored).Select(labels => labels.WithName(name))).DistinctBy(labels => labels.Id)
            : kept;
    }

    /// <summary>Counters and buckets are not judged themselves; what is derived of them is.</summary>
    private bool IsScored(Labels labels) => !store.Catalog.TryGet(labels.Id, out SeriesEntry entry) || !entry.Series.Kind.HasRate();

    private bool IsResult(Labels labels) =>
        ResultMetric.TryParse(labels.Name, out _) && !store.Catalog.TryGet(labels.Id, out _);

    private IEnumerable<SeriesEntry> Raw(LabelMatcher? byName, IReadOnlyList<LabelMatcher> matchers)
    {
        if (byName is not null)
        {
            return store.Catalog.OfName(byName.Value);
        }

        LabelMatcher[] onName = [.. matchers.Where(matcher => matcher.Name == Labels.MetricName)];
        return onName.Length == 0
            ? store.Catalog.All
            : store.Catalog.Names.Where(name => Array.TrueForAll(onName, matcher => matcher.Fits(name))).SelectMany(store.Catalog.OfName);
    }

    private static bool Fit(Labels labels, IReadOnlyList<LabelMatcher> matchers)
    {
        for (int i = 0; i < matchers.Count; i++)
        {
            if (!matchers[i].Fits(labels[matchers[i].Name] ?? ""))
            {
                return false;
            }
        }

        return true;
    }
}
