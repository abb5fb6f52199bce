using Nightjar.Core.Detection;
using Nightjar.Core.Telemetry;

namespace Nightjar.Core.Tests.Detection.Joint;

public sealed class JointShardTests
{
    private const int Day = 1_440;
    private const int Learnt = 4 * Day;

    private static readonly Series[] All = [.. new[] { "requests", "cpu", "connections", "bytes" }.Select(name => New(name, "db-1")), New("queue", "db-2")];

    private static readonly Dictionary<SeriesId, Series> Known = All.ToDictionary(series => series.Id);

    [Fact]
    public void Score_RequestsRiseWithoutCpu_OpensOneJointAnomalyThatNamesIt()
    {
        DetectionShard shard = NewShard();
        List<Anomaly> changes = Feed(shard, 0, Learnt);
        Assert.DoesNotContain(changes, change => change.Kind == AnomalyKind.Joint);

        changes = Feed(shard, Learnt, 60, fault: true);
        Anomaly opened = changes.First(change => change.Kind == AnomalyKind.Joint);
        Assert.Equal(AnomalyShape.Parted, opened.Shape);
        Assert.Equal(All[1].Labels, opened.Series);
        Assert.Equal(AnomalyDirection.Down, opened.Direction);
        Assert.Equal("instance/shop/db-1", opened.Entity.Value);
        Assert.Equal(opened.Series, opened.Carriers[0].Series);
        Assert.InRange(opened.Carriers[0].Share, 0.5, 1);
        Assert.True(opened.Observed < opened.Lower);
        Assert.Equal(Severity.Warning, opened.Severity);
        Assert.StartsWith("db-1: its series no longer move together: cpu (", AnomalyWords.Of(opened), StringComparison.Ordinal);
        Assert.Contains(shard.OpenAnomalies(), open => open.Id == opened.Id);
    }

    [Fact]
    public void TryRestore_WhileOneIsOpen_GoesOnAsTheUnbrokenRun()
    {
        DetectionShard shard = NewShard();
        Feed(shard, 0, Learnt);
        Feed(shard, Learnt, 30, fault: true);
        DetectionShard restored = NewShard();
        Assert.True(restored.TryRestore(shard.Save(), out _, out _));

        List<Anomaly> unbroken = Feed(shard, Learnt + 30, 120, fault: true);
        Assert.Contains(unbroken, change => change.Kind == AnomalyKind.Joint && change.EndNs is not null);
        Assert.Equal(unbroken.Select(Written), Feed(restored, Learnt + 30, 120, fault: true).Select(Written));
    }

    [Fact]
    public void Tick_TheEntityHasStopped_ClosesWhatWasOpen()
    {
        DetectionShard shard = NewShard();
        Feed(shard, 0, Learnt);
        Feed(shard, Learnt, 30, fault: true);
        List<Anomaly> changes = [];
        shard.Tick((Learnt + 50) * Clock.NsPerMinute, changes);

        Assert.Contains(changes, change => change.Kind == AnomalyKind.Joint && change.EndNs is not null);
    }

    [Fact]
    public void Score_AllMembersAreAwayByThemselves_ClosesWhatWasOpen()
    {
        DetectionShard shard = NewShard();
        Feed(shard, 0, Learnt);
        Feed(shard, Learnt, 20, fault: true);
        Assert.Contains(shard.OpenAnomalies(), open => open.Kind == AnomalyKind.Joint);

        Anomaly closed = Feed(shard, Learnt + 20, 15, fault: true, leap: 5_000).Single(change => change is { Kind: AnomalyKind.Joint, EndNs: not null });
        Assert.InRange(closed.EndNs!.Value, closed.LastNs, (Learnt + 35) * Clock.NsPerMinute);
    }

    [Fact]
    public void TryRestore_ItsCarrierIsNoLongerKnown_HasNothingOpenAndGoesOn()
    {
        DetectionShard shard = NewShard();
        Feed(shard, 0, Learnt);
        Feed(shard, Learnt, 20, fault: true);
        DetectionShard restored = new(new ShardOptions(), id => id == All[1].Id ? null : Known.GetValueOrDefault(id));
        Assert.True(restored.TryRestore(shard.Save(), out _, out _));

        Assert.DoesNotContain(restored.OpenAnomalies(), open => open.Kind == AnomalyKind.Joint);
        Feed(restored, Learnt + 20, 60, fault: true);
    }

    [Fact]
    public void TryAdopt_OfOneSeries_LeavesTheModelOfTheOthers()
    {
        DetectionShard shard = NewShard();
        Feed(shard, 0, Learnt);
        DetectionShard past = NewShard();
        for (int i = 0; i < Learnt; i++)
        {
            past.Score(new Sample(All[2].Id, i * Clock.NsPerMinute, i % 7), i * Clock.NsPerMinute, []);
        }

        // More often than there are places.
        for (int i = 0; i < 70; i++)
        {
            Assert.True(shard.TryAdopt(past.Save(), [], out _));
        }

        Assert.Contains(Feed(shard, Learnt, 60, fault: true), change => change.Kind == AnomalyKind.Joint);
    }

    [Fact]
    public void TryAdopt_OfAllSeries_TakesOverTheModel()
    {
        DetectionShard past = NewShard();
        Feed(past, 0, Learnt);
        DetectionShard shard = NewShard();
        Feed(shard, 0, 60);
        Assert.True(shard.TryAdopt(past.Save(), [], out _));

        Assert.Contains(Feed(shard, Learnt, 60, fault: true), change => change.Kind == AnomalyKind.Joint);
    }

    private static string Written(Anomaly anomaly) => $"{anomaly with { Carriers = [] }} {string.Join(";", anomaly.Carriers)}";

    private static Series New(string name, string instance) => new(
        Labels.Create(new Label(Labels.MetricName, name), new Label("service_name", "shop"), new Label("service_instance_id", instance)), MetricKind.Gauge);

    private static DetectionShard NewShard() => new(new ShardOptions(), Known.GetValueOrDefault);

    /// <summary>Four series of one instance under one load; with the fault load rises by three and CPU stays behind. A leap is of each by itself.</summary>
    private static List<Anomaly> Feed(DetectionShard shard, int from, int count, bool fault = false, double leap = 0)
    {
        List<Anomaly> changes = [];
        Random random = new(from);
        double load = 0;
        for (int i = from; i < from + count; i++)
        {
            load = (0.98 * load) + (0.2 * Normal(random));
            for (int s = 0; s < All.Length; s++)
            {
                double rise = fault && s != 1 ? Math.Min(2.5, 0.3 * (i - Learnt)) : 0;
                double value = 1_000 + leap + ((s + 1) * 20 * (load + rise + (0.2 * Normal(random))));
                shard.Score(new Sample(All[s].Id, i * Clock.NsPerMinute, value), i * Clock.NsPerMinute, changes);
            }
        }

        return changes;
    }

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
