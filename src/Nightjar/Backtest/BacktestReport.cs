using Nightjar.Commands.Detect;
using Nightjar.Evaluation.Backtest;

namespace Nightjar.Commands.Backtest;

/// <summary>The answer of <c>backtest --json</c>. Fields are added, never renamed.</summary>
/// <param name="Series">Gauges, counters and histograms judged.</param>
/// <param name="Samples">Samples judged.</param>
/// <param name="SeriesWeeks">The lengths of all series together, in weeks.</param>
/// <param name="Set">What was tried; null when nothing was.</param>
/// <param name="Before">Anomalies as it is.</param>
/// <param name="After">Anomalies with what was tried.</param>
/// <param name="Events">Oldest first within a series; before or after is null where it would not be raised.</param>
internal sealed record BacktestReport(
    int Series, long Samples, double SeriesWeeks, string? Set, int Before, int? After, IReadOnlyList<BacktestEvent> Events)
{
    public static BacktestReport Of(BacktestTotals totals, bool compares) => new(
        totals.Series,
        totals.Samples,
        totals.SeriesWeeks,
        compares ? totals.SetText : null,
        totals.Before,
        compares ? totals.After : null,
        [.. totals.Pairs.Select(pair => BacktestEvent.Of(pair, compares))]);
}

/// <summary>One event.</summary>
internal sealed record BacktestEvent(string Series, DetectedAnomaly? Before, DetectedAnomaly? After)
{
    public static BacktestEvent Of(BacktestPair pair, bool compares)
    {
        string series = pair.Any.Series.ToString();
        return new BacktestEvent(
            series,
            pair.Before is null ? null : DetectedAnomaly.Of(series, pair.Before),
            pair.After is null || !compares ? null : DetectedAnomaly.Of(series, pair.After));
    }
}
