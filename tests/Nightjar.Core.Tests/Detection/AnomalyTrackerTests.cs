using Nightjar.Core.Detection;
using Nightjar.Core.Telemetry;

namespace Nightjar.Core.Tests.Detection;

public sealed class AnomalyTrackerTests
{
    // One letter a sample, ten seconds apart: u above, d below, . inside. O opened, C closed, - nothing or extended.
    [Theory]
    [InlineData("...u......", "----------")]
    [InlineData("...u.u....", "----------")]
    [InlineData("...uu.....", "----------")]
    [InlineData("...uuu....", "-----O----")]
    [InlineData("...u.uu...", "------O---")]
    [InlineData("...u..u.u.", "----------")]
    [InlineData("...udud...", "----------")]
    [InlineData("...ddd....", "-----O----")]
    [InlineData("uuu......uuu", "--O-----C--O")]
    [InlineData("uuu.....u......", "--O-----------C")]
    public void Observe_Samples_OpensByThreeOfFourAndClosesAfterAMinute(string samples, string expected)
    {
        TrackerState state = default;
        string said = string.Concat(samples.Select((sample, i) => Letter(Observe(ref state, sample, i, 8))));

        Assert.Equal(expected, said);
    }

    [Fact]
    public void Observe_LongAnomalyOfOneHeight_IsToldOfOnceAMinute()
    {
        TrackerState state = default;
        int told = Enumerable.Range(0, 361).Count(i => Observe(ref state, 'u', i, 8) != TrackerChange.None);

        Assert.InRange(told, 58, 62);
    }

    [Fact]
    public void Observe_AnomalyThatGetsWorse_IsToldOfAtOnce()
    {
        TrackerState state = default;
        for (int i = 0; i < 3; i++)
        {
            Observe(ref state, 'u', i, 8);
        }

        Assert.Equal(TrackerChange.None, Observe(ref state, 'u', 3, 8.1));
        Assert.Equal(TrackerChange.Extended, Observe(ref state, 'u', 4, 16));
    }

    [Theory]
    [InlineData(6, 20, Severity.Info)]
    [InlineData(6, 400, Severity.Warning)]
    [InlineData(10, 20, Severity.Warning)]
    [InlineData(20, 20, Severity.Warning)]
    [InlineData(20, 90, Severity.High)]
    [InlineData(40, 20, Severity.High)]
    [InlineData(40, 400, Severity.Critical)]
    public void OfRange_ScoreAndLength_GivesSeverity(double score, int seconds, Severity expected) =>
        Assert.Equal(expected, SeverityRules.OfRange(score, 5, TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void Of_SameSeriesKindAndStart_IsTheSameId()
    {
        string id = AnomalyId.Of(new SeriesId(7), AnomalyKind.OutOfRange, 11);

        Assert.Equal(16, id.Length);
        Assert.Equal(id, AnomalyId.Of(new SeriesId(7), AnomalyKind.OutOfRange, 11));
        Assert.NotEqual(id, AnomalyId.Of(new SeriesId(8), AnomalyKind.OutOfRange, 11));
        Assert.NotEqual(id, AnomalyId.Of(new SeriesId(7), AnomalyKind.Silence, 11));
        Assert.NotEqual(id, AnomalyId.Of(new SeriesId(7), AnomalyKind.OutOfRange, 12));
    }

    [Theory]
    [InlineData("uuuD", AnomalyDirection.Up, 8)]
    [InlineData("Duuu", AnomalyDirection.Up, 8)]
    [InlineData("uuuU", AnomalyDirection.Up, 50)]
    public void Observe_StrayToTheOtherSide_DoesNotGiveItsNumbers(string samples, AnomalyDirection direction, double score)
    {
        TrackerState state = default;
        for (int i = 0; i < samples.Length; i++)
        {
            Observe(ref state, char.ToLowerInvariant(samples[i]), i, char.IsUpper(samples[i]) ? 50 : 8);
        }

        Assert.Equal((true, direction, score), (state.IsOpen, state.Direction, state.Score));
        Assert.Equal(direction == AnomalyDirection.Up, state.Observed > 0);
    }

    private static TrackerChange Observe(ref TrackerState state, char sample, int i, double z)
    {
        VerdictState said = sample == '.' ? VerdictState.Normal : VerdictState.Abnormal;
        Verdict verdict = new(said, 0, -5, 5, sample == 'd' ? -z : sample == 'u' ? z : 0, 5);
        return AnomalyTracker.Observe(ref state, verdict, Signals.TimeNs(i), verdict.Z, (3, 4), 100);
    }

    private static char Letter(TrackerChange change) => change switch
    {
        TrackerChange.Opened => 'O',
        TrackerChange.Closed => 'C',
        _ => '-',
    };
}
