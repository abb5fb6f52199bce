using Nightjar.Evaluation.Anomalies;
using Nightjar.Evaluation.Anomalies.Kpi;

namespace Nightjar.Evaluation.Tests.Anomalies.Kpi;

public sealed class DelayedF1Tests
{
    // 40 points, of which 10 to 29 are labelled.
    [Theory]
    [InlineData("10", 1, 1)]
    [InlineData("17", 1, 1)]
    [InlineData("18", 1, 0)]
    [InlineData("17 18 29", 1, 1)]
    [InlineData("12 5 35", 20.0 / 22, 1)]
    [InlineData("30", 0, 0)]
    [InlineData("", 1, 0)]
    public void At_Detections_CountWholeRunsFoundSoonEnough(string detected, double precision, double recall)
    {
        DelayedScore score = DelayedF1.At([Scores(40, (10, 29), Points(detected))], 1);

        Assert.Equal((precision, recall), (score.Precision, score.Recall));
        Assert.Equal(precision + recall == 0 || recall == 0 ? 0 : 2 * precision * recall / (precision + recall), score.F1, 1e-12);
    }

    [Fact]
    public void BestThreshold_OverSeries_IsTheBestOfAllThereAre()
    {
        Random random = new(20261124);
        List<SeriesScores> all = [];
        for (int s = 0; s < 6; s++)
        {
            double[] points = [.. Enumerable.Range(0, 200).Select(_ => (double)random.Next(20))];
            all.Add(Scores(200, (20 * s, (20 * s) + random.Next(20)), points));
        }

        double best = DelayedF1.BestThreshold(all);
        double highest = Enumerable.Range(0, 21).Max(threshold => DelayedF1.At(all, threshold).F1);
        Assert.Equal(highest, DelayedF1.At(all, best).F1, 1e-12);
        Assert.True(DelayedF1.At(all, best + 1).F1 < highest);
    }

    [Fact]
    public void BestThreshold_NothingLabelled_DetectsNothing() =>
        Assert.Equal(double.PositiveInfinity, DelayedF1.BestThreshold([Scores(40, null, new double[40])]));

    [Fact]
    public void Evaluate_TrainAndTest_AreOneSeriesToTheScorerAndTwoToTheMetric()
    {
        LabelledSeries train = Series("a", 40, (10, 12), i => i == 10 ? 7 : 0);
        LabelledSeries test = Series("a", 40, (10, 12), i => i is 10 or 30 ? 9 : 0);
        KpiCorpus corpus = new([train], [test]);

        EventReport report = EventEvaluation.Evaluate(new ValueMethod(), corpus, corpus, new FitChoice("train", _ => true));

        Assert.Single(corpus.Chains);
        Assert.Equal((7, 0.75, 1), (report.Threshold, report.Precision, report.Recall));
        double weeks = 39 / 10_080.0;
        Assert.Equal(1 / weeks, report.FalseAlarmsPerSeriesWeek!.Value, 1e-6);
    }

    private static double[] Points(string detected)
    {
        double[] points = new double[40];
        foreach (string one in detected.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            points[int.Parse(one, System.Globalization.CultureInfo.InvariantCulture)] = 1;
        }

        return points;
    }

    private static SeriesScores Scores(int count, (int First, int Last)? labelled, double[] points) => new(Series("s", count, labelled, _ => 0), points, points, new bool[count]);

    private static LabelledSeries Series(string name, int count, (int First, int Last)? labelled, Func<int, double> value) => new(
        name,
        [.. Enumerable.Range(0, count).Select(i => i * 60_000_000_000L)],
        [.. Enumerable.Range(0, count).Select(value)],
        [.. Enumerable.Range(0, count).Select(i => labelled is { } run && i >= run.First && i <= run.Last)]);
}
