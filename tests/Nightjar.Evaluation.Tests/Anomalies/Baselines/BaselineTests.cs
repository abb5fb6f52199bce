using Nightjar.Evaluation.Anomalies;
using Nightjar.Evaluation.Anomalies.Baselines;
using Nightjar.Evaluation.Anomalies.Nab;

namespace Nightjar.Evaluation.Tests.Anomalies.Baselines;

public sealed class BaselineTests
{
    private const long MinuteNs = 60_000_000_000;

    public static TheoryData<string> Names => [.. BaselineMethods.All.Select(method => method.Name)];

    /// <summary>NAB publishes the scores of the windowed Gaussian, rounded to twelve digits.</summary>
    [Fact]
    public void WindowedGaussian_OnNab_GivesThePublishedScores()
    {
        string folder = SharedData.Folder("nab");
        Assert.True(NabCorpus.TryRead(folder, out NabCorpus? corpus, out DataProblem? problem), problem?.ToString());
        foreach (NabFile file in corpus.Files)
        {
            string[] key = file.Series.Name.Split('/');
            string path = Path.Combine(folder, "results-check", "windowedGaussian", key[0], $"windowedGaussian_{key[1]}");
            double[] published = [.. File.ReadLines(path).Skip(1).Select(line => double.Parse(line.Split(',')[2], System.Globalization.CultureInfo.InvariantCulture))];
            double[] scores = Scores(new WindowedGaussian(), file.Series.Values);
            Assert.All(scores.Zip(published), (pair, row) => Assert.True(Math.Abs(pair.First - pair.Second) < 1e-9, $"{file.Series.Name}, row {row}: {pair}"));
        }
    }

    // Figures of an independent script that sums the transforms term by term.
    [Fact]
    public void SpectralResidual_SpikeInNoise_IsTheScriptsFigure()
    {
        double[] scores = Scores(new SpectralResidual(), [.. Enumerable.Range(0, 100).Select(i => 10 + (i * 7919 % 1009 / 1009.0) + (i == 80 ? 8 : 0))]);
        Assert.Equal((0, 0, 0), (scores[57], scores[70], scores[99]));
        Assert.Equal(0.2300482431564588, scores[58], 1e-9);
        Assert.Equal(31.734386778679582, scores[80], 1e-6);
        Assert.Equal(7.637420076258956, scores[81], 1e-6);
    }

    [Fact]
    public void SeasonalZScore_ValueOfAnotherHour_StandsOut()
    {
        double[] values = [.. Enumerable.Range(0, 3 * 1_440).Select(i => (i / 60 % 24 == 9 ? 100 : 10) + (i % 2))];
        values[^1] = 100;
        double[] scores = Scores(new SeasonalZScore(), values);
        Assert.All(scores[1_440..^1], score => Assert.InRange(score, 0, 1.5));
        Assert.True(scores[^1] > 100);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Score_AnyValue_IsFiniteAndNotNegative(string name)
    {
        double[] odd = [0, 1, double.NaN, double.PositiveInfinity, double.NegativeInfinity, -1e300, 1e300, double.MaxValue, double.Epsilon, 5];
        Random random = new(1);
        double[] values = [.. Enumerable.Range(0, 8_000).Select(i => i < 200 ? 3 : i % 50 == 0 ? odd[random.Next(odd.Length)] : random.NextDouble())];
        Assert.All(Scores(Method(name), values), score => Assert.True(double.IsFinite(score) && score >= 0, $"{score}"));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Score_OfASample_RestsOnNoLaterOne(string name)
    {
        double[] values = [.. Enumerable.Range(0, 7_000).Select(i => i * 7919 % 1009 / 1009.0)];
        double[] other = [.. values];
        other.AsSpan(6_600).Fill(50);
        Assert.Equal(Scores(Method(name), values)[..6_600], Scores(Method(name), other)[..6_600]);
    }

    private static IAnomalyMethod Method(string name) => BaselineMethods.All.Single(method => method.Name == name);

    private static double[] Scores(IAnomalyMethod method, double[] values)
    {
        ISeriesScorer scorer = method.Begin();
        return [.. values.Select((value, i) => scorer.Score(i * MinuteNs, value).Point)];
    }
}
