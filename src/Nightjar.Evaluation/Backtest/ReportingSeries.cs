using Nightjar.Core.Telemetry;

namespace Nightjar.Evaluation.Backtest;

/// <summary>What is judged as one: a gauge, a counter, or all buckets of a histogram.</summary>
/// <param name="Raw">The raw series; several for a histogram.</param>
/// <param name="Scored">The one scored series asked for, such as <c>x:p99</c>; null for all there are.</param>
public sealed record ReportingSeries(IReadOnlyList<Series> Raw, string? Scored)
{
    /// <summary>Puts the buckets of each histogram together; a bucket without a bound is left out. Order kept.</summary>
    public static IReadOnlyList<ReportingSeries> Of(IEnumerable<Series> raw, string? scored) =>
        [.. raw.Select(series => (Series: series, Key: KeyOf(series)))
            .Where(one => one.Key is not null)
            .GroupBy(one => one.Key)
            .Select(group => new ReportingSeries([.. group.Select(one => one.Series)], scored))];

    private static SeriesId? KeyOf(Series series) =>
        !series.Kind.IsBucket() ? series.Id : DerivedSeries.TryHistogramOf(series.Labels, out Labels histogram, out _) ? histogram.Id : null;
}
