using FsCheck;
using FsCheck.Fluent;
using Nightjar.Core.Telemetry;
using Nightjar.Server.Ui.Charts;
using Nightjar.Storage.Telemetry;

namespace Nightjar.Server.Tests.Ui.Charts;

public class DownsamplerTests
{
    [Fact]
    public void Reduce_OnePeakAmongMany_KeepsIt()
    {
        SamplePoint[] samples = Every10Seconds(100_000, i => i == 77_777 ? 1_000 : 1);

        IReadOnlyList<SamplePoint> kept = Downsampler.Reduce(samples, 600);

        Assert.Contains(samples[77_777], kept);
        Assert.InRange(kept.Count, 600, 1_802);
    }

    [Fact]
    public void Reduce_AnySamples_KeepsExtremesEndsAndOrder()
    {
        Gen<double[]> values = Gen.Choose(-1_000, 1_000).Select(value => value / 7.0).ArrayOf().Where(array => array.Length > 0);

        Prop.ForAll(values.ToArbitrary(), array =>
        {
            SamplePoint[] samples = Every10Seconds(array.Length, i => array[i]);
            IReadOnlyList<SamplePoint> kept = Downsampler.Reduce(samples, 10);
            double[] numbers = [.. kept.Select(point => point.Value).Where(double.IsFinite)];
            return numbers.Max() == array.Max() && numbers.Min() == array.Min()
                && kept[0] == samples[0] && kept[^1] == samples[^1]
                && kept.Zip(kept.Skip(1)).All(pair => pair.First.TimeNs < pair.Second.TimeNs);
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData(600)]
    [InlineData(5)]
    public void Reduce_APauseOfTheSource_LiftsThePen(int slices)
    {
        SamplePoint[] samples = [.. Every10Seconds(100, _ => 1).Where((_, i) => i is < 40 or > 75)];

        IReadOnlyList<SamplePoint> kept = Downsampler.Reduce(samples, slices);

        SamplePoint gap = Assert.Single(kept, point => double.IsNaN(point.Value));
        Assert.InRange(gap.TimeNs, samples[39].TimeNs, samples[40].TimeNs);
    }

    [Fact]
    public void Reduce_OneMissedSample_IsNoGap() =>
        Assert.DoesNotContain(Downsampler.Reduce([.. Every10Seconds(50, _ => 1).Where((_, i) => i != 20)], 600), point => double.IsNaN(point.Value));

    [Fact]
    public void Reduce_StaleMarker_LiftsThePen() =>
        Assert.True(double.IsNaN(Downsampler.Reduce(Every10Seconds(9, i => i == 4 ? StaleMarker.Value : 1), 600)[4].Value));

    [Fact]
    public void Reduce_Nothing_IsNothing() => Assert.Empty(Downsampler.Reduce([], 600));

    private static SamplePoint[] Every10Seconds(int count, Func<int, double> value) =>
        [.. Enumerable.Range(0, count).Select(i => new SamplePoint((i + 1) * 10 * Clock.NsPerSecond, value(i)))];
}
