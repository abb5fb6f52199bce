namespace Nightjar.Evaluation.Anomalies.Nab;

/// <summary>Runs methods over a corpus and scores them.</summary>
public static class NabEvaluation
{
    private const int Folds = 5;

    // A score that holds only at one threshold is a lucky one.
    private const double Around = 0.12;
    private const int StepsAround = 6;

    /// <summary>Scores one method.</summary>
    /// <param name="method">Who judges.</param>
    /// <param name="corpus">What is scored.</param>
    /// <param name="fit">Where thresholds are chosen; it may be the same one.</param>
    /// <param name="fitOn">Which of its files, and how that is said.</param>
    /// <param name="run">The scores, for who wants to write them.</param>
    public static NabReport Evaluate(IAnomalyMethod method, NabCorpus corpus, NabCorpus fit, FitChoice fitOn, out MethodRun run)
    {
        run = Run(method, corpus);
        NabScoring scoring = Scoring(corpus, run);
        NabScoring fitted = ReferenceEquals(fit, corpus) ? scoring : Scoring(fit, Run(method, fit));
        NabThresholds thresholds = NabThresholds.Best(fitted, f => fitOn.Includes(fit.Files[f].Series.Name));
        SeriesScores[] all = [.. run.Scores.Select(chain => chain[0])];
        return new NabReport
        {
            Method = method.Name,
            ThresholdFrom = fitOn.Words,
            Standard = scoring.Final(NabProfile.Standard, _ => thresholds.Standard),
            LowFalsePositive = scoring.Final(NabProfile.LowFalsePositive, _ => thresholds.LowFalsePositive),
            LowFalseNegative = scoring.Final(NabProfile.LowFalseNegative, _ => thresholds.LowFalseNegative),
            Threshold = thresholds.Mapped().Standard,
            Thresholds = thresholds.Mapped(),
            OwnThreshold = double.IsFinite(thresholds.Standard) ? thresholds.Standard : null,
            CrossValidated = CrossValidated(scoring, corpus.Files.Count),
            MeanOverThresholds = MeanOverThresholds(scoring, thresholds.Standard),
            Files = [.. corpus.Files.Select((_, f) => scoring.At(NabProfile.Standard, thresholds.Standard, f))],
            Missing = corpus.Missing,
            FalseAlarmsPerSeriesWeek = method.RaisesAlarms ? FalseAlarms.PerSeriesWeek(all) : null,
            VusPr = VusPr.Mean(all),
            SamplesPerCpuSecond = run.SamplesPerCpuSecond,
            BytesPerSeries = run.BytesPerSeries,
        };
    }

    private static MethodRun Run(IAnomalyMethod method, NabCorpus corpus) =>
        MethodRun.Of(method, [.. corpus.Files.Select(file => (IReadOnlyList<LabelledSeries>)[file.Series])]);

    private static NabScoring Scoring(NabCorpus corpus, MethodRun run) => new(corpus.Files, [.. run.Scores.Select(chain => chain[0].Events)]);

    /// <summary>Files are dealt to the folds in the order of their keys, so that each fold has some of every folder.</summary>
    private static double? CrossValidated(NabScoring scoring, int files)
    {
        if (files < Folds)
        {
            return null;
        }

        double[] thresholds = [.. Enumerable.Range(0, Folds).Select(fold => scoring.BestThreshold(NabProfile.Standard, f => f % Folds != fold))];
        return scoring.Final(NabProfile.Standard, f => thresholds[f % Folds]);
    }

    private static double MeanOverThresholds(NabScoring scoring, double threshold) =>
        Enumerable.Range(-StepsAround, (2 * StepsAround) + 1)
            .Average(step => scoring.Final(NabProfile.Standard, _ => threshold * (1 + (Around * step / StepsAround))));
}
