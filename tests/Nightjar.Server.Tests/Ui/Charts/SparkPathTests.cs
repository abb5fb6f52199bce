using Nightjar.Core.Telemetry;
using Nightjar.Server.Ui.Charts;

namespace Nightjar.Server.Tests.Ui.Charts;

public class SparkPathTests
{
    private static readonly TimeRange Range = new(0, 100);

    [Fact]
    public void Of_TwoPoints_RunsFromBottomToTop() =>
        Assert.Equal("M0 22.5L160 1.5", SparkPath.Of([new(0, 0), new(100, 5)], Range, 160, 24));

    [Fact]
    public void Of_AGap_LiftsThePen() =>
        Assert.Equal(2, SparkPath.Of([new(0, 1), new(10, 2), new(11, double.NaN), new(50, 1), new(60, 2)], Range, 160, 24).Count(letter => letter == 'M'));

    [Fact]
    public void Of_AConstant_RunsThroughTheMiddle() => Assert.Equal("M0 12L160 12", SparkPath.Of([new(0, 7), new(100, 7)], Range, 160, 24));

    [Fact]
    public void Of_NoNumber_IsEmpty() => Assert.Equal("", SparkPath.Of([new(0, double.NaN)], Range, 160, 24));

    [Theory]
    [InlineData(10, 100, 0)]
    [InlineData(90, 100, 90)]
    [InlineData(-10, 100, -10)]
    public void Extent_ValuesNearZero_StartsThere(double low, double high, double expected) =>
        Assert.Equal((expected, high), SparkPath.Extent([new(0, low), new(1, high)]));
}
