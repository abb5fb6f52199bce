using FsCheck;
using FsCheck.Fluent;
using Nightjar.Core.Telemetry;

namespace Nightjar.Core.Tests.Telemetry;

public sealed class RateDerivationTests
{
    private const long Second = Clock.NsPerSecond;

    [Fact]
    public void TryNext_CounterGrows_GivesIncreasePerSecond() =>
        Assert.Equal([null, 2.0, 0.0], Rates(MetricKind.Counter, (0, 100), (15 * Second, 130), (30 * Second, 130)));

    [Fact]
    public void TryNext_CounterFalls_CountsFromZero() =>
        Assert.Equal([null, 0.5, 1.0], Rates(MetricKind.Counter, (0, 1000), (10 * Second, 5), (20 * Second, 15)));

    [Fact]
    public void TryNext_DeltaCounter_DividesByTheIntervalBefore() =>
        Assert.Equal([null, 3.0, 0.5], Rates(MetricKind.DeltaCounter, (0, 7), (10 * Second, 30), (20 * Second, 5)));

    [Fact]
    public void TryNext_AfterStaleMarker_StartsAnew() =>
        Assert.Equal(
            [null, null, null, 1.0],
            Rates(MetricKind.Counter, (0, 1), (10 * Second, StaleMarker.Value), (20 * Second, 5), (30 * Second, 15)));

    [Fact]
    public void TryNext_NaNBetween_CounterGoesOnFromTheSampleBefore() =>
        Assert.Equal([null, null, 1.0], Rates(MetricKind.Counter, (0, 0), (10 * Second, double.NaN), (20 * Second, 20)));

    [Fact]
    public void TryNext_NaNBetween_DeltaKeepsItsOwnInterval() =>
        Assert.Equal([null, null, 2.0], Rates(MetricKind.DeltaCounter, (0, 0), (10 * Second, double.NaN), (20 * Second, 20)));

    [Fact]
    public void TryNext_Infinity_GivesNothing() =>
        Assert.Equal([null, null, 1.0], Rates(MetricKind.Counter, (0, 0), (10 * Second, double.PositiveInfinity), (20 * Second, 20)));

    [Fact]
    public void TryNext_TimeNotAfterTheOneBefore_IsIgnored() =>
        Assert.Equal([null, null, null, 1.0], Rates(MetricKind.Counter, (10 * Second, 0), (10 * Second, 5), (5 * Second, 9), (20 * Second, 10)));

    [Fact]
    public void TryNext_GapOfTwoHours_IsTheLongestWithARate() =>
        Assert.Equal(
            [null, 1.0, null, 1.0],
            Rates(
                MetricKind.Counter,
                (0, 0),
                (RateDerivation.MaxGapNs, 7200),
                ((2 * RateDerivation.MaxGapNs) + 1, 7300),
                ((2 * RateDerivation.MaxGapNs) + Second + 1, 7301)));

    [Fact]
    public void TryNext_CounterBelowZeroAfterAFall_GivesNothing() =>
        Assert.Equal([null, null], Rates(MetricKind.Counter, (0, 5), (Second, -3)));

    [Theory]
    [InlineData(MetricKind.Gauge)]
    [InlineData(MetricKind.Unknown)]
    public void TryNext_KindWithoutRate_GivesNothing(MetricKind kind) =>
        Assert.Equal([null, null], Rates(kind, (0, 1), (Second, 2)));

    [Fact]
    public void TryNext_AnyCounterWithResets_RatesSumToTheIncreases()
    {
        Prop.ForAll(
            ArbMap.Default.ArbFor<NonNegativeInt[]>(),
            steps =>
            {
                RateDerivation derivation = default;
                double total = 0;
                double expected = 0;
                double before = 0;
                for (int i = 0; i < steps.Length; i++)
                {
                    double value = steps[i].Get;
                    expected += i == 0 ? 0 : value < before ? value : value - before;
                    before = value;
                    if (derivation.TryNext(MetricKind.Counter, (i + 1) * Second, value, out double rate))
                    {
                        Assert.True(rate >= 0);
                        total += rate;
                    }
                }

                Assert.Equal(expected, total, 1e-6);
            }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Restore_AnyCut_GoesOnAsIfUnbroken()
    {
        Prop.ForAll(
            ArbMap.Default.ArbFor<int[]>(),
            ArbMap.Default.ArbFor<PositiveInt>(),
            (values, cut) =>
            {
                RateDerivation whole = default;
                RateDerivation broken = default;
                for (int i = 0; i < values.Length; i++)
                {
                    if (i == cut.Get % values.Length)
                    {
                        broken = SaveAndRestore(broken);
                    }

                    bool one = whole.TryNext(MetricKind.Counter, i * Second, values[i], out double expected);
                    bool other = broken.TryNext(MetricKind.Counter, i * Second, values[i], out double actual);
                    Assert.Equal(one, other);
                    Assert.Equal(expected, actual);
                }
            }).QuickCheckThrowOnFailure();
    }

    private static RateDerivation SaveAndRestore(RateDerivation state)
    {
        using MemoryStream bytes = new();
        using BinaryWriter writer = new(bytes);
        state.Save(writer);
        bytes.Position = 0;
        using BinaryReader reader = new(bytes);
        return RateDerivation.Restore(reader);
    }

    private static double?[] Rates(MetricKind kind, params (long TimeNs, double Value)[] samples)
    {
        RateDerivation derivation = default;
        return [.. samples.Select(sample =>
            derivation.TryNext(kind, sample.TimeNs, sample.Value, out double rate) ? rate : (double?)null)];
    }
}
