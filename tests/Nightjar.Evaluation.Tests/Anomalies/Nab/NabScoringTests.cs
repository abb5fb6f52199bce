using Nightjar.Core.Telemetry;
using Nightjar.Evaluation.Anomalies;
using Nightjar.Evaluation.Anomalies.Nab;

namespace Nightjar.Evaluation.Tests.Anomalies.Nab;

public sealed class NabScoringTests
{
    private const int Rows = 40;

    // Worked out by hand from the rules of NAB v1.1: 40 rows, window rows 20 to 24, six rows of learning.
    [Theory]
    [InlineData("", -1, -1, -2)]
    [InlineData("22", 0.917429, 0.917429, 0.917429)]
    [InlineData("22 24", 0.917429, 0.917429, 0.917429)]
    [InlineData("3", -1, -1, -2)]
    [InlineData("10", -1.11, -1.22, -2.11)]
    [InlineData("26", -1.093311, -1.186622, -2.093311)]
    [InlineData("22 26 10", 0.714117, 0.510806, 0.714117)]
    public void At_HitsOfARow_AreWorthWhatTheRulesSay(string hits, double standard, double lowFalsePositive, double lowFalseNegative)
    {
        NabScoring scoring = Scoring(hits.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse), [(20, 24)]);

        Assert.Equal(standard, scoring.At(NabProfile.Standard, 1, 0).Raw, 1e-6);
        Assert.Equal(lowFalsePositive, scoring.At(NabProfile.LowFalsePositive, 1, 0).Raw, 1e-6);
        Assert.Equal(lowFalseNegative, scoring.At(NabProfile.LowFalseNegative, 1, 0).Raw, 1e-6);
    }

    [Theory]
    [InlineData(4032, 604)]
    [InlineData(1243, 186)]
    [InlineData(5000, 750)]
    [InlineData(22695, 750)]
    public void FirstJudged_OfLengths_IsNabs(int rows, int first) => Assert.Equal(first, File(rows, [], []).FirstJudged);

    [Fact]
    public void Final_FirstRowOfTheWindow_Is100AndSilence0()
    {
        Assert.Equal(100, Scoring([20], [(20, 24)]).Final(NabProfile.Standard, _ => 1), 1e-9);
        Assert.Equal(0, Scoring([], [(20, 24)]).Final(NabProfile.LowFalseNegative, _ => 1), 1e-9);
    }

    [Fact]
    public void BestThreshold_SeveralLevels_TakesTheBestAndOfEqualsTheHighest()
    {
        double[] scores = new double[Rows];
        (scores[22], scores[24], scores[10]) = (0.8, 0.7, 0.6);
        NabScoring scoring = new([File(Rows, [(20, 24)], [])], [scores]);

        Assert.Equal(0.8, scoring.BestThreshold(NabProfile.Standard, _ => true));
        Assert.Equal(double.PositiveInfinity, scoring.BestThreshold(NabProfile.Standard, _ => false));
    }

    [Fact]
    public void BestThreshold_OnlyFalseRows_DetectsNothing()
    {
        NabScoring scoring = Scoring([10, 12], []);
        Assert.Equal(double.PositiveInfinity, scoring.BestThreshold(NabProfile.Standard, _ => true));
    }

    [Fact]
    public void Windows_OverRepeatedAndBackwardTimes_AreFoundByRow()
    {
        // Rows 20 to 22 repeat a time, row 26 goes back: a window by time would be another one.
        Dictionary<int, int> odd = new() { [21] = 20, [22] = 20, [26] = 18 };
        NabFile file = File(Rows, [(20, 24)], odd);

        Assert.Equal([20, 21, 22, 23, 24], Enumerable.Range(0, Rows).Where(i => file.WindowOf[i] != NabFile.NoWindow));
        Assert.Equal(1, file.Worth[20], 1e-12);
    }

    [Fact]
    public void TryCreate_EdgeThatIsNoRow_NamesTheFileAndTheWindow()
    {
        LabelledSeries series = Series(Rows, []);
        Assert.False(NabFile.TryCreate(series, [(Time(20) + 1, Time(24))], "labels.json", out _, out DataProblem? problem));
        Assert.Contains("labels.json", problem.ToString(), StringComparison.Ordinal);
        Assert.Contains("a/b.csv", problem.ToString(), StringComparison.Ordinal);
    }

    private static NabScoring Scoring(IEnumerable<int> hits, (int Left, int Right)[] windows)
    {
        double[] scores = new double[Rows];
        foreach (int hit in hits)
        {
            scores[hit] = 1;
        }

        return new NabScoring([File(Rows, windows, [])], [scores]);
    }

    private static NabFile File(int rows, (int Left, int Right)[] windows, Dictionary<int, int> odd)
    {
        Assert.True(NabFile.TryCreate(Series(rows, odd), windows.Select(window => (Time(window.Left), Time(window.Right))), "labels.json", out NabFile? file, out DataProblem? problem), problem?.ToString());
        return file;
    }

    private static LabelledSeries Series(int rows, Dictionary<int, int> odd) =>
        new("a/b.csv", [.. Enumerable.Range(0, rows).Select(i => Time(odd.GetValueOrDefault(i, i)))], new double[rows], new bool[rows]);

    private static long Time(int row) => (1_400_000_000L + (300 * row)) * Clock.NsPerSecond;
}
