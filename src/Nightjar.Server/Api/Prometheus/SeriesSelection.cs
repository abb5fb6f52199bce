using Nightjar.Core.Telemetry;
using Nightjar.Storage.Telemetry;

namespace Nightjar.Server.Api.Prometheus;

/// <summary>
/// Finds the series that fit matchers. A derived series (<c>x:rate</c>) is found by its whole name; a pattern on the name, or no
/// name, finds raw series only, so that what Prometheus would answer and what Nightjar answers is the same.
/// </summary>
internal sealed class SeriesSelection(TelemetryStore store)
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
            ? _reader.Matching(byName.Value, labels => Fit(labels, matchers))
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

    /// <summary>Samples by the id of the labels, in one read of the store.</summary>
    public IReadOnlyDictionary<SeriesId, SamplePoint[]> Read(IReadOnlyCollection<Labels> series, TimeRange range, CancellationToken cancellation) =>
        _reader.Read(series, range, cancellation);

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
