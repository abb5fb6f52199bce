using Nightjar.Core;
using Nightjar.Core.Detection;
using Nightjar.Core.Telemetry;
using Nightjar.Server.Detection.Results;

namespace Nightjar.Server.Tests.Detection.Results;

public sealed class AlertBookTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly Uri Pages = new("http://nightjar.example:7600/");
    private readonly AlertBook _book = new(new AlertmanagerOptions { MaxAlerts = 3 }, Pages);

    [Fact]
    public void Due_NewAnomaly_IsAnAlertWithWordsAndALink()
    {
        _book.Open([Anomaly("a1", Severity.High)]);
        Alert alert = Assert.Single(_book.Due(Now));

        Assert.Equal("NightjarAnomaly", alert.Labels["alertname"]);
        Assert.Equal("high", alert.Labels["severity"]);
        Assert.Equal("web-1", alert.Labels["instance"]);
        Assert.Equal("queue_length", alert.Labels["metric"]);
        Assert.Equal("a1", alert.Labels["anomaly"]);
        Assert.Equal("mine", alert.Labels["exported_severity"]);
        Assert.Equal("x", alert.Labels["a_b"]);
        Assert.DoesNotContain(Labels.MetricName, alert.Labels.Keys);
        Assert.Equal("Queue length".ToLowerInvariant() + " of web-1 at 900, expected 90 to 110", alert.Annotations["summary"]);
        Assert.Equal("http://nightjar.example:7600/anomalies/a1", alert.GeneratorUrl);
        Assert.Equal(Now.AddMinutes(-1), alert.StartsAt);
        Assert.Equal(Now.AddMinutes(5), alert.EndsAt);
    }

    [Fact]
    public void Due_NothingNew_IsSentAgainFourTimesWithinTheResolveTime()
    {
        _book.Open([Anomaly("a1", Severity.High)]);
        _book.Sent(Now);

        Assert.Empty(_book.Due(Now.AddSeconds(74)));
        Assert.Single(_book.Due(Now.AddSeconds(75)));
    }

    [Fact]
    public void Due_NotTaken_IsDueAtOnce()
    {
        _book.Open([Anomaly("a1", Severity.High)]);

        Assert.Single(_book.Due(Now));
        Assert.Single(_book.Due(Now.AddSeconds(1)));
    }

    [Fact]
    public void Due_AnomalyIsOver_HasItsEndOnceAndIsForgotten()
    {
        _book.Open([Anomaly("a1", Severity.High)]);
        _book.Sent(Now);
        Assert.Equal(["a1"], _book.Open([]));
        _book.Close("a1", Anomaly("a1", Severity.High) with { EndNs = Now.AddSeconds(-20).ToUnixNs() });

        Assert.Equal(Now.AddSeconds(-20), Assert.Single(_book.Due(Now)).EndsAt);
        _book.Sent(Now);
        Assert.Empty(_book.Due(Now.AddDays(1)));
        Assert.Empty(_book.Open([]));
    }

    [Fact]
    public void Due_AnomalyGetsWorse_FiresASecondAlertAndKeepsTheLabelsOfTheFirst()
    {
        _book.Open([Anomaly("a1", Severity.Warning)]);
        IReadOnlyDictionary<string, string> first = Assert.Single(_book.Due(Now)).Labels;
        _book.Sent(Now);
        _book.Open([Anomaly("a1", Severity.Critical)]);
        IReadOnlyList<Alert> due = _book.Due(Now.AddSeconds(10));

        Assert.Equal(["warning", "critical"], due.Select(alert => alert.Labels["severity"]));
        Assert.Equal(first, due[0].Labels);
        Assert.All(due, alert => Assert.Equal("critical", alert.Annotations["severity_now"]));

        _book.Sent(Now.AddSeconds(10));
        _book.Open([]);
        _book.Close("a1", null);
        Assert.All(_book.Due(Now.AddSeconds(20)), alert => Assert.Equal(Now.AddSeconds(20), alert.EndsAt));
        Assert.Equal(2, _book.Due(Now.AddSeconds(20)).Count);
    }

    [Fact]
    public void Open_LessSevereThanAsked_IsNotTold()
    {
        _book.Open([Anomaly("a1", Severity.Info)]);
        Assert.Empty(_book.Due(Now));
    }

    [Fact]
    public void Open_MoreThanTheBound_LeavesOutTheLessSevereAndCountsThem()
    {
        _book.Open([Anomaly("a1", Severity.Warning), Anomaly("a2", Severity.Warning), Anomaly("a3", Severity.High), Anomaly("a4", Severity.Critical), Anomaly("a5", Severity.Warning)]);

        Assert.Equal(["a4", "a3", "a1"], _book.Due(Now).Select(alert => alert.Labels["anomaly"]));
        Assert.Equal(2, _book.LeftOut);
        Assert.Equal(3, _book.Firing);
    }

    private static Anomaly Anomaly(string id, Severity severity)
    {
        Labels labels = Labels.Create(
            new Label(Labels.MetricName, "queue_length"), new Label("instance", "web-1"), new Label("severity", "mine"), new Label("a.b", "x"));
        return new Anomaly
        {
            Id = id,
            Series = labels,
            Entity = EntityRules.Of(labels)[0].Id,
            Kind = AnomalyKind.OutOfRange,
            Direction = AnomalyDirection.Up,
            StartNs = Now.AddMinutes(-1).ToUnixNs(),
            LastNs = Now.ToUnixNs(),
            Score = 9,
            Observed = 900,
            Expected = 100,
            Lower = 90,
            Upper = 110,
            LearntSamples = 1_000,
            Severity = severity,
        };
    }
}
