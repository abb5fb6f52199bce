using Nightjar.Evaluation.Anomalies;

namespace Nightjar.Evaluation.Tests.Anomalies;

public sealed class VusPrTests
{
    // Figures of an independent script that follows the words of the paper, point by point and threshold by threshold.
    [Fact]
    public void Of_OneRangeHitLate_IsTheScriptsFigure() =>
        Assert.Equal(0.9191534910153738, Of(600, [(300, 320)], (i, _) => Noise(i) + (i is >= 305 and <= 330 ? 1 : 0)), 1e-9);

    [Fact]
    public void Of_TwoRangesWhoseBuffersMeet_IsTheScriptsFigure() =>
        Assert.Equal(0.4865293824275593, Of(600, [(200, 210), (240, 250)], (i, _) => Noise(i) + (i is (>= 195 and <= 205) or 245 ? 0.7 : 0)), 1e-9);

    [Fact]
    public void Of_RangesAtBothEnds_IsTheScriptsFigure() =>
        Assert.Equal(0.7831121707861961, Of(300, [(0, 4), (290, 299)], (i, labelled) => Noise(i) + (labelled ? 0.5 : 0)), 1e-9);

    [Fact]
    public void Of_NoiseAlone_IsTheScriptsFigure() => Assert.Equal(0.3089276945807617, Of(400, [(100, 120), (300, 303)], (i, _) => Noise(i)), 1e-9);

    [Fact]
    public void Of_TwoLevelsOnly_IsTheScriptsFigure() => Assert.Equal(0.8557207492929347, Of(500, [(250, 260)], (i, _) => i is >= 255 and <= 270 ? 1 : 0), 1e-9);

    [Fact]
    public void Of_LabelsAsScores_IsOne() => Assert.Equal(1, Of(400, [(100, 120)], (_, labelled) => labelled ? 1 : 0), 1e-12);

    [Fact]
    public void Of_NothingLabelled_IsNothing() => Assert.Null(VusPr.Of(new bool[10], new double[10]));

    private static double Noise(int i) => i * 7919 % 1009 / 1009.0;

    private static double Of(int count, (int First, int Last)[] ranges, Func<int, bool, double> score)
    {
        bool[] labels = [.. Enumerable.Range(0, count).Select(i => ranges.Any(range => i >= range.First && i <= range.Last))];
        double? figure = VusPr.Of(labels, labels.Select((labelled, i) => score(i, labelled)).ToArray());
        Assert.NotNull(figure);
        return figure.Value;
    }
}
