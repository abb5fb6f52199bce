using FsCheck;
using FsCheck.Fluent;
using Nightjar.Core.Detection;
using Nightjar.Core.Detection.Rules;
using Nightjar.Core.Telemetry;

namespace Nightjar.Core.Tests.Detection.Rules;

public sealed class EventCalendarTests
{
    private static readonly Series Gauge = new(Labels.Create(new Label("__name__", "queue_length"), new Label("job", "shop")), MetricKind.Gauge);

    [Fact]
    public void Events_OverlappingInAnyOrder_AreMerged() => Assert.Equal(
        [new TimeRange(1, 6), new TimeRange(8, 9)],
        new EventCalendar(CalendarEffect.Ignore, [new(8, 9), new(3, 6), new(1, 4), new(2, 3), new(7, 6)]).Events);

    [Fact]
    public void IsRunning_AnyTime_IsAsIfEachWereLookedAt()
    {
        Gen<TimeRange> range = from start in Gen.Choose(0, 100) from length in Gen.Choose(0, 10) select new TimeRange(start, start + length);
        Prop.ForAll(range.ListOf().ToArbitrary(), events =>
        {
            EventCalendar calendar = new(CalendarEffect.Widen, events);
            return Enumerable.Range(-1, 113).All(time => calendar.IsRunning(time) == events.Any(one => one.Contains(time)));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Of_RuleWithCalendar_HoldsOnlyWhileAnEventRuns()
    {
        SeriesRule rule = Book(CalendarEffect.Ignore, new TimeRange(10, 20)).Of(Gauge.Labels, "");

        Assert.Equal([false, true, true, false], new long[] { 9, 10, 20, 21 }.Select(time => rule.At(time).IsHeld));
    }

    [Fact]
    public void Of_Widen_IsThreeTimesLessSensitiveMeanwhile()
    {
        SeriesRule rule = Book(CalendarEffect.Widen, new TimeRange(10, 20)).Of(Gauge.Labels, "");

        Assert.Equal((1, 1.0 / 3), (rule.At(9).Sensitivity, rule.At(10).Sensitivity));
    }

    [Fact]
    public void Of_AlwaysOrUnknownCalendar_IsNotHeld()
    {
        Dictionary<string, EventCalendar> calendars = new() { ["c"] = new EventCalendar(CalendarEffect.Ignore, [new TimeRange(0, 100)]) };

        Assert.False(new RuleBook([new DetectionRule([], new RuleSettings { Calendar = "c", Mode = RuleMode.Always })], LearntSensitivity.None, calendars).Of(Gauge.Labels, "").At(5).IsHeld);
        Assert.False(new RuleBook([new DetectionRule([], new RuleSettings { Calendar = "d" })], LearntSensitivity.None, calendars).Of(Gauge.Labels, "").At(5).IsHeld);
    }

    [Fact]
    public void Score_FaultDuringAnEvent_IsCountedAndNeitherToldNorLearnt()
    {
        DetectionShard shard = new(new ShardOptions(), id => id == Gauge.Id ? Gauge : null)
        {
            Rules = Book(CalendarEffect.Ignore, new TimeRange(Signals.TimeNs(150), Signals.TimeNs(650))),
        };
        List<Anomaly> changes = [];
        Feed(shard, changes, 0, 150, i => 20 + (i % 5));
        Feed(shard, changes, 150, 650, _ => 500);
        Feed(shard, changes, 651, 700, i => 20 + (i % 5));
        shard.Tick(Signals.TimeNs(700), changes);

        Assert.Empty(changes);
        Assert.Equal(1, shard.Status.HeldBack);

        // 83 minutes at 500 would have been the new level, had they been learnt.
        Feed(shard, changes, 700, 710, _ => 500);
        Assert.Equal(AnomalyDirection.Up, changes[0].Direction);
        Assert.InRange(changes[0].Expected, 20, 25);
    }

    [Fact]
    public void Tick_SilenceDuringAnEvent_IsNotToldUntilItEnds()
    {
        DetectionShard shard = new(new ShardOptions(), id => id == Gauge.Id ? Gauge : null)
        {
            Rules = Book(CalendarEffect.Ignore, new TimeRange(Signals.TimeNs(100), Signals.TimeNs(150))),
        };
        List<Anomaly> changes = [];
        Feed(shard, changes, 0, 100, i => 20 + (i % 5));
        for (int i = 99; i <= 150; i++)
        {
            shard.Tick(Signals.TimeNs(i), changes);
        }

        Assert.Empty(changes);
        shard.Tick(Signals.TimeNs(151), changes);
        Assert.Equal(AnomalyKind.Silence, Assert.Single(changes).Kind);
    }

    private static RuleBook Book(CalendarEffect effect, TimeRange when) => new(
        [new DetectionRule([], new RuleSettings { Calendar = "c" })],
        LearntSensitivity.None,
        new Dictionary<string, EventCalendar> { ["c"] = new(effect, [when]) });

    private static void Feed(DetectionShard shard, List<Anomaly> changes, int from, int to, Func<int, double> value)
    {
        for (int i = from; i < to; i++)
        {
            shard.Score(new Sample(Gauge.Id, Signals.TimeNs(i), value(i)), Signals.TimeNs(i), changes);
        }
    }
}
