using Nightjar.Core;
using Nightjar.Core.Detection;
using Nightjar.Core.Telemetry;
using Nightjar.Evaluation.Backtest;

namespace Nightjar.Evaluation.Tests.Backtest;

public sealed class BacktestPairTests
{
    [Fact]
    public void Match_OverlappingOfOneSeriesAndSide_AreOneLine() =>
        Assert.Equal(["1+2"], Lines([One("1", 10, 20)], [One("2", 15, 40)]));

    [Fact]
    public void Match_OtherTimeSideOrSeries_AreLinesOfTheirOwn()
    {
        Assert.Equal(["1+-", "-+2"], Lines([One("1", 10, 20)], [One("2", 21, 40)]));
        Assert.Equal(["1+-", "-+2"], Lines([One("1", 10, 20)], [One("2", 12, 40) with { Direction = AnomalyDirection.Down }]));
        Assert.Equal(["1+-", "-+2"], Lines([One("1", 10, 20)], [One("2", 12, 40, "other")]));
    }

    [Fact]
    public void Match_OneLongBecomesTwo_TheFirstIsItsPartner() =>
        Assert.Equal(["1+2", "-+3"], Lines([One("1", 10, 90)], [One("2", 10, 20), One("3", 50, 60)]));

    private static IEnumerable<string> Lines(IReadOnlyList<Anomaly> before, IReadOnlyList<Anomaly> after) =>
        BacktestPair.Match(before, after).Select(pair => $"{pair.Before?.Id ?? "-"}+{pair.After?.Id ?? "-"}");

    private static Anomaly One(string id, long startNs, long lastNs, string name = "queue") => new()
    {
        Id = id,
        Series = Labels.Create(new Label(Labels.MetricName, name)),
        Entity = new EntityId("host/a"),
        Kind = AnomalyKind.OutOfRange,
        Direction = AnomalyDirection.Up,
        StartNs = startNs,
        LastNs = lastNs,
        Score = 9,
        Observed = 1,
        Expected = 0,
        Lower = 0,
        Upper = 0,
        LearntSamples = 100,
        Severity = Severity.Warning,
    };
}
