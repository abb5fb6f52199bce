using Nightjar.Core.Detection;
using Nightjar.Core.Detection.Rules;
using Nightjar.Core.Telemetry;
using Nightjar.Evaluation.Backtest;

namespace Nightjar.Evaluation.Tuning;

/// <summary>
/// Looks for the mildest setting of one series that keeps away what people do not want and keeps all that they want. Tries some
/// tens of settings by judging the history anew with each. Deterministic; O(settings × samples).
/// </summary>
public static class RuleSearch
{
    /// <summary>The best setting, or none where nothing is better than what there is.</summary>
    /// <param name="series">Where the samples belong.</param>
    /// <param name="scored">The scored series that is meant.</param>
    /// <param name="samples">Its history, as <see cref="BacktestRun"/> takes it.</param>
    /// <param name="marks">What was said of it.</param>
    /// <param name="rules">By what it is judged now.</param>
    public static TuningOutcome Run(ReportingSeries series, Labels scored, IReadOnlyList<Sample> samples, IReadOnlyList<Mark> marks, TuningRules rules)
    {
        TuningTrial before = Try(null);
        TuningTrial? best = null;
        bool losesWanted = false;
        int tried = 0;
        IReadOnlyList<RuleSettings> candidates = before.Unwanted.Count == 0 ? [] : TuningCandidates.Of(rules.Rules.Of(scored), before);
        foreach (RuleSettings settings in candidates)
        {
            TuningTrial trial = Try(settings);
            tried++;
            bool keepsWanted = before.Caught.All(trial.Caught.Contains);
            losesWanted |= !keepsWanted && trial.Unwanted.Count < (best ?? before).Unwanted.Count;
            if (keepsWanted && trial.Unwanted.Count < before.Unwanted.Count && (best is null || IsBetter(trial, best, before)))
            {
                best = trial;
                losesWanted &= best.Unwanted.Count > 0;
            }

            // Mild ones come first, and one that changes nothing else cannot be surpassed.
            if (best is { Unwanted.Count: 0 } && Changed(before, best) == 0)
            {
                break;
            }
        }

        return new TuningOutcome(scored, before, best, tried, losesWanted);

        TuningTrial Try(RuleSettings? settings)
        {
            IReadOnlyList<Anomaly> raised = BacktestRun.Run(series with { Scored = scored.Name }, samples, new BacktestRules(rules.Detector, rules.BookWith(settings)));
            return new TuningTrial(settings, raised, marks);
        }
    }

    /// <summary>Less of what is not wanted, then the fewest changes to what nobody has spoken of; of equals the one tried first.</summary>
    private static bool IsBetter(TuningTrial trial, TuningTrial best, TuningTrial before) =>
        (trial.Unwanted.Count, Changed(before, trial)).CompareTo((best.Unwanted.Count, Changed(before, best))) < 0;

    private static int Changed(TuningTrial before, TuningTrial after) =>
        BacktestPair.Match(before.Others, after.Others).Count(pair => pair.Before is null || pair.After is null);
}
