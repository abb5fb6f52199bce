using Nightjar.Core.Detection;

namespace Nightjar.Core.Tests.Detection;

public sealed class ResultMetricTests
{
    [Theory]
    [InlineData("load:expected", "load", ResultKind.Expected)]
    [InlineData("load:lower", "load", ResultKind.Lower)]
    [InlineData("load:upper", "load", ResultKind.Upper)]
    [InlineData("requests_total:rate:anomaly_score", "requests_total:rate", ResultKind.Score)]
    public void TryParse_NameWithAnEnding_GivesTheSeriesAndBack(string name, string scored, ResultKind kind)
    {
        Assert.True(ResultMetric.TryParse(name, out ResultMetric metric));
        Assert.Equal(new ResultMetric(scored, kind), metric);
        Assert.Equal(name, metric.Name);
    }

    [Theory]
    [InlineData("load")]
    [InlineData(":expected")]
    [InlineData("load:expected:rate")]
    [InlineData("")]
    public void TryParse_AnyOtherName_IsNone(string name) => Assert.False(ResultMetric.TryParse(name, out _));

    [Theory]
    [InlineData(0, 5, 0)]
    [InlineData(5, 5, 0.5)]
    [InlineData(-5, 5, 0.5)]
    [InlineData(45, 5, 0.9)]
    public void AnomalyScore_OfAVerdict_IsAHalfWhereTheRangeEnds(double z, double bar, double score) =>
        Assert.Equal(score, AnomalyScore.Of(new Verdict(VerdictState.Normal, 1, 0, 2, z, bar)), 12);
}
