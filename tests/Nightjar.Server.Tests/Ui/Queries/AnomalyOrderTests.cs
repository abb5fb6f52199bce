using Nightjar.Core;
using Nightjar.Core.Detection;
using Nightjar.Core.Telemetry;
using Nightjar.Server.Ui.Queries;

namespace Nightjar.Server.Tests.Ui.Queries;

public sealed class AnomalyOrderTests
{
    private static readonly Anomaly[] Some =
    [
        Of("usual", startNs: 5, returns: 50, learnt: 100_000),
        Of("rare", startNs: 1, returns: 40_000, learnt: 100_000),
        Of("record of a young series", startNs: 4, returns: 40_000, learnt: 400),
        Of("silence", startNs: 3, returns: 0, learnt: 100_000) with { Kind = AnomalyKind.Silence },
        Of("long silence", startNs: 0, returns: 0, learnt: 9_000) with { Kind = AnomalyKind.Silence, Severity = Severity.High },
        Of("long silence of today", startNs: 2, returns: 0, learnt: 9_000) with { Kind = AnomalyKind.Silence, Severity = Severity.High },
    ];

    [Fact]
    public void Rarest_Some_AreOrderedByWhatTheyHaveEarnedThenBySeverity() => Assert.Equal(
        ["rare", "record of a young series", "usual", "long silence of today", "long silence", "silence"], AnomalyOrder.Rarest(Some).Select(anomaly => anomaly.Id));

    [Fact]
    public void Newest_Some_AreOrderedByTheirStart() =>
        Assert.Equal([5, 4, 3, 2, 1, 0], AnomalyOrder.Newest(Some).Select(anomaly => anomaly.StartNs));

    private static Anomaly Of(string id, long startNs, double returns, long learnt) => new()
    {
        Id = id,
        Series = Labels.Create([new Label("__name__", "up")]),
        Entity = new EntityId("host/web-1"),
        Kind = AnomalyKind.OutOfRange,
        Direction = AnomalyDirection.Up,
        StartNs = startNs,
        LastNs = startNs,
        Score = 9,
        Observed = 1,
        Expected = 0,
        Lower = 0,
        Upper = 0,
        LearntSamples = learnt,
        ReturnSamples = returns,
        Severity = Severity.Warning,
    };
}
