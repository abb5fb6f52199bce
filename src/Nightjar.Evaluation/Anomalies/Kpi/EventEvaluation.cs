namespace Nightjar.Evaluation.Anomalies.Kpi;

/// <summary>Runs methods over series with labelled points, and scores their point-wise output.</summary>
public static class EventEvaluation
{
    /// <summary>Scores one method.</summary>
    /// <param name="method">Who judges.</param>
    /// <param name="corpus">Its test is reported; the scorer has gone through train before it.</param>
    /// <param name="fit">The threshold is chosen on the train of this one; it may be the same.</param>
    /// <param name="fitOn">Which of its series, and how that is said.</param>
    public static EventReport Evaluate(IAnomalyMethod method, KpiCorpus corpus, KpiCorpus fit, FitChoice fitOn)
    {
        MethodRun run = MethodRun.Of(method, corpus.Chains);
        List<SeriesScores> test = Of(run, corpus.Test);
        MethodRun fitted = ReferenceEquals(fit, corpus) ? run : MethodRun.Of(method, fit.Chains);
        double threshold = DelayedF1.BestThreshold([.. Of(fitted, fit.Train).Where(part => fitOn.Includes(part.Series.Name))]);
        DelayedScore score = DelayedF1.At(test, threshold);
        return new EventReport
        {
            Method = method.Name,
            ThresholdFrom = fitOn.Words,
            F1 = score.F1,
            Precision = score.Precision,
            Recall = score.Recall,
            Threshold = threshold,
            Series = [.. test.Select(one => Describe(one, threshold))],
            FalseAlarmsPerSeriesWeek = method.RaisesAlarms ? FalseAlarms.PerSeriesWeek(test) : null,
            VusPr = VusPr.Mean(test),
            SamplesPerCpuSecond = run.SamplesPerCpuSecond,
            BytesPerSeries = run.BytesPerSeries,
        };
    }

    private static EventSeriesReport Describe(SeriesScores one, double threshold)
    {
        DelayedScore score = DelayedF1.At([one], threshold);
        return new EventSeriesReport(one.Series.Name, score.F1, score.Precision, score.Recall);
    }

    private static List<SeriesScores> Of(MethodRun run, IReadOnlyList<LabelledSeries> parts)
    {
        HashSet<LabelledSeries> wanted = [.. parts];
        return [.. run.Scores.SelectMany(chain => chain).Where(part => wanted.Contains(part.Series))];
    }
}
