using Nightjar.Core.Detection;
using Nightjar.Core.Detection.Rules;
using Nightjar.Core.Telemetry;

namespace Nightjar.Core.Tests.Detection.Rules;

/// <summary>Rules at work in a shard: a new book reaches live series at once.</summary>
public sealed class ShardRulesTests
{
    private static readonly Series Gauge = new(Labels.Create(new Label("__name__", "queue_length"), new Label("job", "shop")), MetricKind.Gauge);

    private readonly DetectionShard _shard = new(new ShardOptions(), id => id == Gauge.Id ? Gauge : null);
    private readonly List<Anomaly> _changes = [];

    [Fact]
    public void Rules_Never_NoFaultIsToldOf()
    {
        _shard.Rules = Book(new RuleSettings { Mode = RuleMode.Never });
        Feed(0, 200, i => i < 150 ? 20 + (i % 5) : 500);
        Tick(200, 260);

        Assert.Empty(_changes);
    }

    [Fact]
    public void Rules_NeverWhileOpen_ClosesAtTheNextTick()
    {
        Feed(0, 160, i => i < 150 ? 20 + (i % 5) : 500);
        Assert.Single(_shard.OpenAnomalies());
        _shard.Rules = Book(new RuleSettings { Mode = RuleMode.Never });
        Tick(160, 160);

        Assert.Empty(_shard.OpenAnomalies());
        Assert.Equal(Signals.TimeNs(160), _changes[^1].EndNs);
    }

    [Fact]
    public void Rules_LessSensitive_IsMorePatientWithSilence()
    {
        _shard.Rules = Book(new RuleSettings { Sensitivity = 0.25 });
        Feed(0, 100, i => 20 + (i % 5));
        Tick(99, 120);
        Assert.Empty(_changes);
        Tick(121, 130);

        Assert.Equal(AnomalyKind.Silence, Assert.Single(_changes.DistinctBy(change => change.Id)).Kind);
    }

    [Fact]
    public void Rules_Bound_OpensAnAnomalyWithinWhatWasLearnt()
    {
        Feed(0, 150, i => 20 + (i % 5));
        _shard.Rules = Book(new RuleSettings { Upper = 19 });
        Feed(150, 160, i => 20 + (i % 5));

        Assert.Equal((AnomalyDirection.Up, 19, Severity.Warning), (_changes[0].Direction, _changes[0].Upper, _changes[0].Severity));
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(0.02, false)]
    public void Rules_Changed_LiveSeriesTakeThemAtOnce(double sensitivity, bool opens)
    {
        Feed(0, 150, i => 20 + (i % 5));
        _shard.Rules = Book(new RuleSettings { Sensitivity = sensitivity });
        Feed(150, 160, _ => 60);

        Assert.Equal(opens, _changes.Count > 0);
    }

    private static RuleBook Book(RuleSettings settings) => new([new DetectionRule([], settings)], LearntSensitivity.None);

    private void Feed(int from, int to, Func<int, double> value)
    {
        for (int i = from; i < to; i++)
        {
            _shard.Score(new Sample(Gauge.Id, Signals.TimeNs(i), value(i)), Signals.TimeNs(i), _changes);
        }
    }

    private void Tick(int from, int to)
    {
        for (int i = from; i <= to; i++)
        {
            _shard.Tick(Signals.TimeNs(i), _changes);
        }
    }
}
