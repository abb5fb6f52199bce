using FsCheck;
using FsCheck.Fluent;
using Nightjar.Core.Detection;
using Nightjar.Core.Telemetry;

namespace Nightjar.Core.Tests.Detection;

public sealed class DetectionShardTests
{
    private static readonly Series Gauge = New("queue_length", MetricKind.Gauge);
    private static readonly Series Counter = New("requests_total", MetricKind.Counter);
    private static readonly Series Neighbour = New("workers", MetricKind.Gauge);

    private static readonly Series[] Buckets =
        [.. new[] { "0.1", "1", "+Inf" }.Select(le => New("latency_seconds_bucket", MetricKind.HistogramBucket, new Label("le", le)))];

    private static readonly Dictionary<SeriesId, Series> Known =
        new[] { Gauge, Counter, Neighbour }.Concat(Buckets).ToDictionary(series => series.Id);

    [Fact]
    public void Score_StepInGauge_OpensOneAnomalyThatNamesTheNumbers()
    {
        DetectionShard shard = New();
        List<Anomaly> changes = [];
        Feed(shard, changes, 0, 200, i => i < 150 ? 20 + (i % 5) : 500);

        Anomaly opened = changes[0];
        Assert.Single(changes.Select(change => change.Id).Distinct());
        Assert.Equal(Gauge.Labels, opened.Series);
        Assert.Equal(AnomalyDirection.Up, opened.Direction);
        Assert.Equal(Signals.TimeNs(150), opened.StartNs);
        Assert.Equal(Signals.TimeNs(152), opened.LastNs);
        Assert.Equal(500, opened.Observed);
        Assert.InRange(opened.Expected, 20, 25);
        Assert.InRange(opened.Upper, 25, 100);
        Assert.Null(opened.EndNs);
        Assert.Equal(opened.Id, Assert.Single(shard.OpenAnomalies()).Id);
    }

    [Theory]
    [InlineData(5, AnomalyShape.Spike)]
    [InlineData(30, AnomalyShape.LevelShift)]
    public void Score_Excursion_HasTheShapeOfItsLength(int samples, AnomalyShape shape)
    {
        DetectionShard shard = New();
        List<Anomaly> changes = [];
        Feed(shard, changes, 0, 250, i => i >= 150 && i < 150 + samples ? 500 : 20 + (i % 5));

        Assert.Equal(AnomalyShape.Spike, changes[0].Shape);
        Assert.NotNull(changes[^1].EndNs);
        Assert.Equal(shape, changes[^1].Shape);
    }

    [Fact]
    public void Score_StepInCounter_IsSeenInItsRate()
    {
        DetectionShard shard = New();
        List<Anomaly> changes = [];
        double count = 0;
        for (int i = 0; i < 200; i++)
        {
            count += i < 150 ? 50 + (i % 7) : 9_000;
            shard.Score(new Sample(Counter.Id, Signals.TimeNs(i), count), Signals.TimeNs(i), changes);
        }

        Assert.Equal("requests_total:rate", changes[0].Series.Name);
        Assert.Equal(900, changes[0].Observed, 1e-9);
    }

    [Fact]
    public void Score_SlowRequests_AreSeenInTheHistogramsQuantiles()
    {
        DetectionShard shard = New();
        List<Anomaly> changes = [];
        double[] counts = new double[3];
        for (int i = 0; i < 300; i++)
        {
            double fast = i < 200 ? 95 + (i % 3) : 5;
            counts[0] += fast;
            counts[1] += 100;
            counts[2] += 100;
            for (int b = 0; b < 3; b++)
            {
                shard.Score(new Sample(Buckets[b].Id, Signals.TimeNs(i), counts[b]), Signals.TimeNs(i), changes);
            }
        }

        string[] names = [.. changes.Select(change => change.Series.Name).Distinct()];
        Assert.Contains("latency_seconds:p50", names);
        Assert.DoesNotContain("latency_seconds:rate", names);
        Assert.All(changes, change => Assert.Null(change.Series["le"]));
    }

    [Fact]
    public void Tick_SeriesStops_IsSilentAfterAMinuteAndOverWhenItReturns()
    {
        DetectionShard shard = New();
        List<Anomaly> changes = [];
        Feed(shard, changes, 0, 100, i => i % 5);
        Tick(shard, changes, 99, 105);
        Assert.Empty(changes);

        shard.Tick(Signals.TimeNs(99) + (61 * Clock.NsPerSecond), changes);
        Anomaly silence = Assert.Single(changes);
        Assert.Equal(AnomalyKind.Silence, silence.Kind);
        Assert.Equal(Signals.TimeNs(99), silence.StartNs);
        Assert.InRange(silence.Score, 6, 6.2);

        Feed(shard, changes, 120, 121, i => i % 5);
        Assert.Equal(silence.Id, changes[^1].Id);
        Assert.Equal(Signals.TimeNs(120), changes[^1].EndNs);
    }

    [Fact]
    public void Tick_SourceStopsWithAnAnomalyOpen_ClosesItWhoeverSpeaksForTheSource()
    {
        DetectionShard shard = New();
        List<Anomaly> changes = [];
        for (int i = 0; i < 160; i++)
        {
            shard.Score(new Sample(Gauge.Id, Signals.TimeNs(i), 20 + (i % 5)), Signals.TimeNs(i), changes);
            shard.Score(new Sample(Neighbour.Id, Signals.TimeNs(i), i < 150 ? 20 + (i % 5) : 500), Signals.TimeNs(i), changes);
        }

        Assert.Equal(Neighbour.Labels, Assert.Single(shard.OpenAnomalies()).Series);
        Tick(shard, changes, 159, 170);

        Assert.Equal(AnomalyKind.Silence, Assert.Single(shard.OpenAnomalies()).Kind);
    }

    [Fact]
    public void Score_NoNumbers_CloseAnAnomalyAfterAnHourOnly()
    {
        DetectionShard shard = New();
        List<Anomaly> changes = [];
        Feed(shard, changes, 0, 160, i => i < 150 ? 20 + (i % 5) : 500);
        Feed(shard, changes, 160, 160 + Signals.PerHour - 10, _ => double.NaN);
        Assert.Single(shard.OpenAnomalies());

        Feed(shard, changes, 160 + Signals.PerHour - 10, 170 + Signals.PerHour, _ => double.NaN);
        Assert.Empty(shard.OpenAnomalies());
    }

    [Fact]
    public void Score_ShiftSeenInTheMean_NamesTheMeanThatIsOutside()
    {
        DetectionShard shard = New();
        List<Anomaly> changes = [];
        Random random = new(12);
        for (int i = 0; i < 3_050; i++)
        {
            long timeNs = Signals.StartNs + (i * 60 * Clock.NsPerSecond);
            shard.Score(new Sample(Gauge.Id, timeNs, 100 + Signals.Normal(random) + (i > 3_000 ? 4.5 : 0)), timeNs, changes);
        }

        Assert.Equal(AnomalyShape.LevelShift, changes[0].Shape);
        Assert.True(changes[0].Observed > changes[0].Upper, $"{changes[0].Observed} beside {changes[0].Upper}");
    }

    [Fact]
    public void Tick_SeriesEndedByMarker_IsNotSilent()
    {
        DetectionShard shard = New();
        List<Anomaly> changes = [];
        Feed(shard, changes, 0, 100, i => i % 5);
        shard.Score(new Sample(Gauge.Id, Signals.TimeNs(100), StaleMarker.Value), Signals.TimeNs(100), changes);
        Tick(shard, changes, 100, 500);

        Assert.Empty(changes);
    }

    [Fact]
    public void Tick_WholeSourceStops_IsOneAnomaly()
    {
        Dictionary<SeriesId, Series> many = Enumerable.Range(0, 300)
            .Select(i => New("queue_length", MetricKind.Gauge, new Label("queue", $"q{i}"))).ToDictionary(series => series.Id);
        DetectionShard shard = new(new ShardOptions(), many.GetValueOrDefault);
        List<Anomaly> changes = [];
        for (int i = 0; i < 50; i++)
        {
            foreach (SeriesId id in many.Keys)
            {
                shard.Score(new Sample(id, Signals.TimeNs(i), 5), Signals.TimeNs(i), changes);
            }
        }

        Tick(shard, changes, 50, 100);
        Assert.Single(changes.Select(change => change.Id).Distinct());
    }

    [Fact]
    public void Tick_LateSeries_IsNeverSilent()
    {
        DetectionShard shard = New();
        List<Anomaly> changes = [];
        long lateNs = TimeSpan.FromHours(3).ToNs();
        for (int i = 0; i < 100; i++)
        {
            shard.Score(new Sample(Gauge.Id, Signals.TimeNs(i), 1), Signals.TimeNs(i) + lateNs, changes);
        }

        for (int i = 100; i < 150; i++)
        {
            shard.Tick(Signals.TimeNs(i) + lateNs, changes);
        }

        Assert.Empty(changes);
    }

    [Fact]
    public void Tick_AfterMissedOnes_CountsSilenceAnew()
    {
        DetectionShard shard = New();
        List<Anomaly> changes = [];
        Feed(shard, changes, 0, 100, i => i % 5);
        shard.Tick(Signals.TimeNs(100), changes);
        Tick(shard, changes, 104, 110);
        Assert.Empty(changes);

        Tick(shard, changes, 111, 111);
        Assert.Single(changes);
    }

    [Fact]
    public void Tick_FirstAfterALongReplay_CallsNobodySilent()
    {
        DetectionShard shard = New();
        List<Anomaly> changes = [];
        Feed(shard, changes, 0, 100, i => i % 5);
        shard.Tick(Signals.TimeNs(130), changes);
        Assert.Empty(changes);

        Tick(shard, changes, 131, 138);
        Assert.Equal(AnomalyKind.Silence, Assert.Single(changes).Kind);
    }

    [Fact]
    public void Tick_WithABacklog_CountsAndForgetsAndJudgesNoSilence()
    {
        DetectionShard shard = New();
        List<Anomaly> changes = [];
        Feed(shard, changes, 0, 100, i => i % 5);
        for (int i = 100; i < 150; i++)
        {
            shard.Tick(Signals.TimeNs(i), changes, judgeSilence: false);
        }

        Assert.Empty(changes);
        Assert.Equal(1, shard.Status.Judged);
        shard.Tick(Signals.TimeNs(100) + TimeSpan.FromHours(24).ToNs(), changes, judgeSilence: false);
        Assert.Equal(1, shard.Status.Forgotten);
    }

    [Fact]
    public void Score_BeyondMaxSeries_IsCountedAndNotScored()
    {
        DetectionShard shard = new(new ShardOptions { MaxSeries = 1 }, Known.GetValueOrDefault);
        shard.Score(new Sample(Gauge.Id, Signals.TimeNs(0), 1), Signals.TimeNs(0), []);
        shard.Score(new Sample(Counter.Id, Signals.TimeNs(0), 1), Signals.TimeNs(0), []);
        shard.Tick(Signals.TimeNs(0), []);

        Assert.Equal(1, shard.Count);
        Assert.Equal(1, shard.Status.Unscored);
        Assert.Equal(1, shard.Status.Learning);
    }

    [Fact]
    public void Tick_SeriesLongGone_IsForgotten()
    {
        DetectionShard shard = New();
        Feed(shard, [], 0, 100, i => i);
        shard.Tick(Signals.TimeNs(100) + TimeSpan.FromHours(24).ToNs(), []);

        Assert.Equal(0, shard.Count);
        Assert.Equal(1, shard.Status.Forgotten);
    }

    [Fact]
    public void TryRestore_AnywhereWithAnyOverlap_GoesOnWithTheSameBits() =>
        Prop.ForAll(Gen.Choose(0, 1_000_000).ToArbitrary(), seed =>
        {
            Random random = new(seed);
            Sample[] samples = Samples(random, 400);
            int cut = random.Next(samples.Length);
            int overlap = random.Next(cut + 1);
            DetectionShard unbroken = New();
            DetectionShard before = New();
            List<Anomaly> expected = [];
            List<Anomaly> actual = [];
            ScoreAll(unbroken, samples, expected);
            ScoreAll(before, samples.AsSpan(0, cut), actual);

            DetectionShard after = New();
            Assert.True(after.TryRestore(before.Save(), out long replayFromNs, out string? problem), problem);
            Assert.True(cut == 0 || samples.Skip(cut).All(sample => sample.TimeNs >= replayFromNs));
            ScoreAll(after, samples.AsSpan(cut - overlap), actual);

            Assert.Equal(expected, actual);
            Assert.Equal(unbroken.Save(), after.Save());
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(30));

    [Fact]
    public void TryRestore_CutAnywhere_IsRefusedWithoutThrowing()
    {
        DetectionShard shard = New();
        ScoreAll(shard, Samples(new Random(1), 50), []);
        byte[] saved = shard.Save();
        for (int length = 0; length < saved.Length; length++)
        {
            DetectionShard other = New();
            Assert.False(other.TryRestore(saved.AsSpan(0, length), out _, out string? problem));
            Assert.NotNull(problem);
            Assert.Equal(0, other.Count);
        }
    }

    [Fact]
    public void TryRestore_SeriesNoLongerKnown_IsPassedOver()
    {
        DetectionShard shard = New();
        ScoreAll(shard, Samples(new Random(1), 50), []);
        DetectionShard other = new(new ShardOptions(), id => id == Counter.Id ? Counter : null);

        Assert.True(other.TryRestore(shard.Save(), out _, out _));
        Assert.Equal(1, other.Count);
    }

    // Samples before the given one, then nothing until minute 120; a tick every ten seconds or none at all.
    [Theory]
    [InlineData(0, true, 115.0)]
    [InlineData(0, false, null)]
    [InlineData(100, true, 115.0)]
    [InlineData(700, true, 116.5)]
    public void ReplayFromNs_IdleShard_IsNearItsLastTick(int samples, bool ticks, double? minute)
    {
        DetectionShard shard = New();
        Feed(shard, [], 0, samples, _ => 4);
        if (ticks)
        {
            Tick(shard, [], samples, 720);
        }

        DetectionShard after = New();
        Assert.True(after.TryRestore(shard.Save(), out long fromNs, out _));
        Assert.Equal(minute is null ? long.MinValue : Signals.TimeNs(0) + (long)(minute * 60 * Clock.NsPerSecond), fromNs);
    }

    private static DetectionShard New() => new(new ShardOptions(), Known.GetValueOrDefault);

    private static Series New(string name, MetricKind kind, params Label[] labels) =>
        new(Labels.Create(labels.Append(new Label("__name__", name)).Append(new Label("job", "shop"))), kind);

    private static void Feed(DetectionShard shard, List<Anomaly> changes, int from, int to, Func<int, double> value)
    {
        for (int i = from; i < to; i++)
        {
            shard.Score(new Sample(Gauge.Id, Signals.TimeNs(i), value(i)), Signals.TimeNs(i), changes);
        }
    }

    /// <summary>Ten seconds apart, as the server does.</summary>
    private static void Tick(DetectionShard shard, List<Anomaly> changes, int from, int to)
    {
        for (int i = from; i <= to; i++)
        {
            shard.Tick(Signals.TimeNs(i), changes);
        }
    }

    private static void ScoreAll(DetectionShard shard, ReadOnlySpan<Sample> samples, List<Anomaly> changes)
    {
        foreach (ref readonly Sample sample in samples)
        {
            shard.Score(sample, sample.TimeNs, changes);
        }
    }

    /// <summary>All kinds of series with a fault in the middle, NaN and markers strewn in.</summary>
    private static Sample[] Samples(Random random, int times)
    {
        List<Sample> samples = [];
        double count = 0;
        double[] buckets = new double[3];
        for (int i = 0; i < times; i++)
        {
            bool fault = i > times / 2 && i < (times / 2) + 20;
            double gauge = random.NextDouble() < 0.02 ? double.NaN : Signals.Normal(random) + (fault ? 80 : 10);
            count = random.NextDouble() < 0.01 ? 0 : count + Signals.Poisson(random, fault ? 20 : 2);
            samples.Add(new Sample(Gauge.Id, Signals.TimeNs(i), gauge));
            samples.Add(new Sample(Counter.Id, Signals.TimeNs(i), count));
            samples.Add(new Sample(Neighbour.Id, Signals.TimeNs(i), random.NextDouble() < 0.01 ? StaleMarker.Value : 4));
            for (int b = 0; b < 3; b++)
            {
                buckets[b] += (b + 1) * (fault ? 7 : 3);
                samples.Add(new Sample(Buckets[b].Id, Signals.TimeNs(i), buckets[b]));
            }
        }

        return [.. samples];
    }
}
