using Nightjar.Core.Detection;
using Nightjar.Core.Telemetry;

namespace Nightjar.Core.Tests.Detection;

public sealed class AbnormalMinutesTests
{
    private static readonly SeriesId One = new(1);
    private static readonly SeriesId Two = new(2);

    [Fact]
    public void Take_PointsOfOneMinute_GivesTheLargestOnce()
    {
        AbnormalMinutes minutes = new(10);
        minutes.Note(One, 0, 7);
        minutes.Note(One, 59 * Clock.NsPerSecond, 9);
        minutes.Note(One, 30 * Clock.NsPerSecond, 8);
        minutes.Note(One, Clock.NsPerMinute, 6);
        minutes.Note(Two, 0, 6.5);

        AbnormalMinute[] taken = minutes.Take();

        Assert.Equal([new(One, 0, 9), new(One, 1, 6), new(Two, 0, 6.5f)], taken.OrderBy(minute => (minute.Series.Value, minute.Minute)));
        Assert.Empty(minutes.Take());
    }

    [Fact]
    public void Note_WhileFull_DropsAndCountsWhatIsNewButNotWhatGrows()
    {
        AbnormalMinutes minutes = new(1);
        minutes.Note(One, 0, 7);
        minutes.Note(Two, 0, 20);
        minutes.Note(One, 0, 8);

        Assert.Equal((1, 1), (minutes.Count, minutes.Dropped));
        Assert.Equal([new AbnormalMinute(One, 0, 8)], minutes.Take());
    }

    [Fact]
    public void Score_SeriesThatJumps_NotesItsMinuteAndNoneOfTheQuietOne()
    {
        AbnormalMinutes minutes = new(1_000);
        Series gauge = new(Labels.Create(new Label(Labels.MetricName, "load")), MetricKind.Gauge);
        Series counter = new(Labels.Create(new Label(Labels.MetricName, "requests_total")), MetricKind.Counter);
        DetectionShard shard = new(new ShardOptions { Minutes = minutes }, id => id == gauge.Id ? gauge : counter);
        Random random = new(3);
        List<Anomaly> changes = [];
        double total = 0;
        for (int i = 0; i < Signals.PerDay / 4; i++)
        {
            bool jump = i >= Signals.PerDay / 4 - 3;
            shard.Score(new Sample(gauge.Id, Signals.TimeNs(i), 100), Signals.TimeNs(i), changes);
            total += 100 + Signals.Normal(random) + (jump ? 400 : 0);
            shard.Score(new Sample(counter.Id, Signals.TimeNs(i), total), Signals.TimeNs(i), changes);
        }

        AbnormalMinute[] taken = minutes.Take();

        Assert.All(taken, minute => Assert.Equal(DerivedSeries.Of(counter.Labels, DerivedName.Rate).Id, minute.Series));
        Assert.Equal(AbnormalMinute.Of(Signals.TimeNs((Signals.PerDay / 4) - 3)), taken.MaxBy(minute => minute.Point).Minute);
    }
}
