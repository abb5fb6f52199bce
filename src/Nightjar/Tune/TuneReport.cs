using Nightjar.Core.Detection.Rules;
using Nightjar.Evaluation.Tuning;

namespace Nightjar.Commands.Tune;

/// <summary>The answer of <c>tune --json</c>. Fields are added, never renamed.</summary>
/// <param name="Samples">Samples judged.</param>
/// <param name="Words">What people have said of the series looked at.</param>
/// <param name="Placed">Of it, what could be held against the history.</param>
/// <param name="Series">What came of each series that something was said of.</param>
/// <param name="Rules">What is proposed; empty when nothing is better.</param>
internal sealed record TuneReport(long Samples, int Words, int Placed, IReadOnlyList<TunedSeries> Series, IReadOnlyList<ProposedRule> Rules)
{
    public static TuneReport Of(TuneTotals totals) => new(
        totals.Samples,
        totals.Words,
        totals.Placed,
        [.. totals.Tunings.Select(one => new TunedSeries(
            one.Series.ToString(), one.Tried, one.LosesWanted, TuneCounts.Of(one.Before), one.After is null ? null : TuneCounts.Of(one.After)))],
        [.. totals.Rules.Select(rule => ProposedRule.Of(rule.Match, rule.Settings))]);
}

/// <summary>One series; after is null when nothing is better.</summary>
internal sealed record TunedSeries(string Series, int Tried, bool LosesWanted, TuneCounts Before, TuneCounts? After);

/// <summary>What a setting raises: of what is not wanted, of what is well caught, and of what nobody has spoken of.</summary>
internal sealed record TuneCounts(int Unwanted, int WellCaught, int Others)
{
    public static TuneCounts Of(TuningTrial trial) => new(trial.Unwanted.Count, trial.Caught.Count, trial.Others.Count);
}

/// <summary>A rule as <c>detection.rules</c> and the API have it; null is not set.</summary>
internal sealed record ProposedRule(string Match, double? Sensitivity, RuleDirection? Direction, double? MinChange, double? Lower, double? Upper)
{
    public static ProposedRule Of(string match, RuleSettings settings) =>
        new(match, settings.Sensitivity, settings.Direction, settings.MinChange, settings.Lower, settings.Upper);
}
