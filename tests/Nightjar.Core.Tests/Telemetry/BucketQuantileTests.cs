using FsCheck;
using FsCheck.Fluent;
using Nightjar.Core.Telemetry;

namespace Nightjar.Core.Tests.Telemetry;

public sealed class BucketQuantileTests
{
    private const double Inf = double.PositiveInfinity;

    // The classic histograms of Prometheus' own tests (promql/promqltest/testdata/histograms.test), at 50m.
    private static readonly double[] PositiveBounds = [0.1, 0.2, 1, Inf];
    private static readonly double[] PositiveCounts = [50, 70, 110, 120];
    private static readonly double[] NegativeBounds = [-0.2, -0.1, 0.3, Inf];
    private static readonly double[] NegativeCounts = [10, 20, 20, 30];

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.2, 0.048)]
    [InlineData(0.5, 0.15)]
    [InlineData(0.8, 0.72)]
    [InlineData(1, 1)]
    public void Of_PrometheusPositiveExample_AgreesWithIt(double q, double expected) =>
        Assert.Equal(expected, BucketQuantile.Of(q, PositiveBounds, PositiveCounts), 1e-12);

    [Theory]
    [InlineData(0, -0.2)]
    [InlineData(0.2, -0.2)]
    [InlineData(0.5, -0.15)]
    [InlineData(0.8, 0.3)]
    [InlineData(1, 0.3)]
    public void Of_PrometheusNegativeExample_AgreesWithIt(double q, double expected) =>
        Assert.Equal(expected, BucketQuantile.Of(q, NegativeBounds, NegativeCounts), 1e-12);

    [Fact]
    public void Of_NoEvents_IsNaN() => Assert.Equal(double.NaN, BucketQuantile.Of(0.5, [1, Inf], [0, 0]));

    [Fact]
    public void Of_OnlyTheInfiniteBucket_IsNaN() => Assert.Equal(double.NaN, BucketQuantile.Of(0.5, [Inf], [3]));

    [Fact]
    public void Of_NoInfiniteBucket_IsNaN() => Assert.Equal(double.NaN, BucketQuantile.Of(0.5, [1, 2], [3, 4]));

    [Fact]
    public void Of_RankInTheInfiniteBucket_IsTheHighestFiniteBound() => Assert.Equal(2, BucketQuantile.Of(0.99, [1, 2, Inf], [1, 1, 10]));

    [Fact]
    public void Of_AnyCounts_RisesWithQAndStaysWithinTheBounds()
    {
        Prop.ForAll(
            ArbMap.Default.ArbFor<NonEmptyArray<NonNegativeInt>>(),
            steps =>
            {
                double[] counts = new double[steps.Get.Length + 1];
                double[] bounds = new double[counts.Length];
                for (int i = 0; i < steps.Get.Length; i++)
                {
                    counts[i] = (i == 0 ? 0 : counts[i - 1]) + steps.Get[i].Get;
                    bounds[i] = i + 1;
                }

                counts[^1] = counts[^2] + 1;
                bounds[^1] = Inf;
                double before = 0;
                for (double q = 0.05; q < 1; q += 0.05)
                {
                    double value = BucketQuantile.Of(q, bounds, counts);
                    Assert.InRange(value, before, bounds[^2]);
                    before = value;
                }
            }).QuickCheckThrowOnFailure();
    }
}
