using Nightjar.Core.Detection;
using Nightjar.Core.Telemetry;

namespace Nightjar.Core.Tests.Detection;

/// <summary>One-minute samples of noise (σ = 1) around 100 for eight days, then a fault. Noise hides what begins: not all are called by their name.</summary>
public sealed class AnomalyShapeTests
{
    private const int Learnt = 8 * 1_440;
    private const int Seeds = 20;
    private const long MinuteNs = 60 * Clock.NsPerSecond;

    private static readonly Series Gauge = new(Labels.Create(new Label(Labels.MetricName, "x"), new Label("host", "a")), MetricKind.Gauge);

    [Theory]
    [InlineData(12, 0, AnomalyShape.Spike, 19)]
    [InlineData(-12, 0, AnomalyShape.Spike, 19)]
    [InlineData(0, 0.035, AnomalyShape.Drift, 12)]
    [InlineData(0, -0.035, AnomalyShape.Drift, 12)]
    public void FirstShape_SpikeOrDrift_IsCalledSo(double jump, double aMinute, AnomalyShape shape, int atLeast) =>
        Assert.InRange(Shapes(200, 0, (i, value) => value + (i == 0 ? jump : 0) + (i * aMinute)).Count(seen => seen[0] == shape), atLeast, Seeds);

    [Theory]
    [InlineData(3)]
    [InlineData(-10)]
    public void LastShape_ShiftForAnHour_IsAShiftOfLevel(double shift) =>
        Assert.InRange(Shapes(60, 0, (_, value) => value + shift).Count(seen => seen[^1] == AnomalyShape.LevelShift), 18, Seeds);

    [Fact]
    public void LastShape_NoiseSixTimesAsLargeForAnHour_IsAVarianceChange() =>
        Assert.InRange(Shapes(60, 0, (_, value) => 100 + (6 * (value - 100))).Count(seen => seen.Contains(AnomalyShape.VarianceChange)), 8, Seeds);

    [Theory]
    [InlineData(3, AnomalyShape.NewMaximum)]
    [InlineData(-3, AnomalyShape.NewMinimum)]
    public void FirstShape_ClimbBeyondEverything_IsANewExtremeOrASpikeWhereNoiseHidesTheClimb(double aMinute, AnomalyShape shape)
    {
        AnomalyShape[] first = [.. Shapes(40, 0.95, (i, value) => value + (Math.Min(i, 20) * aMinute)).Select(seen => seen[0])];
        Assert.InRange(first.Count(seen => seen == shape), 6, Seeds);
        Assert.All(first, seen => Assert.True(seen == shape || seen is AnomalyShape.Spike or AnomalyShape.Drift or AnomalyShape.LevelShift, seen.ToString()));
    }

    [Fact]
    public void FlatLine_WhatAlwaysMoved_IsFoundAfterHalfAnHourNeverMoreThanAWarningAndOverWhenItMoves()
    {
        Assert.All(Shapes(120, 0, (_, _) => 100.5), seen => Assert.All(seen, shape => Assert.Equal(AnomalyShape.FlatLine, shape)));

        List<Anomaly> told = Told(1, 120, 0, (_, _) => 101);
        Assert.Equal(Signals.StartNs + ((Learnt + 30) * MinuteNs), told[0].StartNs);
        Assert.Equal(AnomalyDirection.None, told[0].Direction);
        Assert.Equal("x of a stands still at 101", AnomalyWords.Of(told[0]));
        Assert.StartsWith("a flat line", AnomalyWords.RarityOf(told[0]), StringComparison.Ordinal);
        Assert.Equal(Severity.Warning, told.Max(anomaly => anomaly.Severity));
        Assert.NotNull(told[^1].EndNs);
    }

    [Theory]
    [InlineData(20)] // shorter than half an hour
    [InlineData(0)] // has stood still before, and now for less than eight times as long
    public void FlatLine_NotFarLongerThanEver_IsNone(int minutes)
    {
        int length = minutes == 0 ? 100 : minutes;
        Assert.Empty(Told(1, length, 0, (_, _) => 100.5, (i, value) => minutes == 0 && i % 1_000 < 14 ? 99.5 : value));
    }

    [Fact]
    public void FlatLine_HasStoodStillSinceTheFirstDay_IsNone() =>
        Assert.DoesNotContain(Told(1, 200, 0, (_, _) => 100.5, (i, value) => i < 300 ? value : 100.5), anomaly => anomaly.Shape == AnomalyShape.FlatLine);

    [Fact]
    public void FlatLine_ForMoreThanADay_IsWhatIsUsual()
    {
        Anomaly closed = Told(1, 3_000, 0, (_, _) => 100.5).First(anomaly => anomaly.EndNs is not null);
        Assert.InRange(closed.EndNs!.Value, Signals.StartNs + ((Learnt + 1_440) * MinuteNs), Signals.StartNs + ((Learnt + 1_500) * MinuteNs)); // found by its end
    }

    /// <summary>The shapes in which the first anomaly of each seed was told of.</summary>
    private static List<AnomalyShape[]> Shapes(int length, double memory, Func<int, double, double> fault)
    {
        List<AnomalyShape[]> all = [];
        for (int seed = 1; seed <= Seeds; seed++)
        {
            List<Anomaly> told = Told(seed, length, memory, fault);
            Assert.NotEmpty(told);
            all.Add([.. told.TakeWhile(anomaly => anomaly.Id == told[0].Id).Select(anomaly => anomaly.Shape)]);
        }

        return all;
    }

    /// <summary>All that is told from the fault on until half an hour after it.</summary>
    private static List<Anomaly> Told(int seed, int length, double memory, Func<int, double, double> fault, Func<int, double, double>? before = null)
    {
        Random random = new(seed);
        DetectionShard shard = new(new ShardOptions { MaxSeries = 1, TickInterval = TimeSpan.FromMinutes(1) }, _ => Gauge);
        List<Anomaly> told = [];
        double noise = 0;
        for (int i = 0; i < Learnt + length + 30; i++)
        {
            noise = (memory * noise) + Signals.Normal(random);
            double value = 100 + noise;
            value = i >= Learnt && i < Learnt + length ? fault(i - Learnt, value) : i < Learnt && before is not null ? before(i, value) : value;
            long timeNs = Signals.StartNs + (i * MinuteNs);
            shard.Score(new Sample(Gauge.Id, timeNs, value), timeNs, told);
            if (i < Learnt)
            {
                told.Clear();
            }
        }

        return told;
    }
}
