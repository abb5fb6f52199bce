using Nightjar.Core.Detection;
using Nightjar.Core.Telemetry;
using Nightjar.Server.Ui.Charts;

namespace Nightjar.Server.Tests.Ui.Charts;

public sealed class RibbonPathTests
{
    private const int Hour = 60;
    private static readonly TimeRange Range = new(100 * Clock.NsPerMinute, (100 + Hour) * Clock.NsPerMinute);

    [Fact]
    public void Of_MinutesOfEachStrength_AreDrawnWhereTheyLieInThePathOfTheirStrength() =>
        Assert.Equal(
            ["M0 0H1V1H0z", "M10 0H11V1H10z", "M58 0H60V1H58z"],
            RibbonPath.Of([Minute(100, 6), Minute(110, 8), Minute(159, 12), Minute(158, 100)], Range, Hour));

    [Fact]
    public void Of_SeveralMinutesInAColumn_TheStrongestIsDrawn() =>
        Assert.Equal(["", "", "M0 0H1V1H0z"], RibbonPath.Of([Minute(100, 6), Minute(101, 20), Minute(102, 9)], Range, Hour / 10));

    [Fact]
    public void Of_AShortRange_AMinuteIsAsWideAsItIs() =>
        Assert.Equal("M100 0H200V1H100z", RibbonPath.Of([Minute(101, 7)], new TimeRange(100 * Clock.NsPerMinute, 106 * Clock.NsPerMinute), 600)[0]);

    [Theory]
    [InlineData(99)]
    [InlineData(161)]
    public void Of_AMinuteOutside_IsNotDrawn(int minute) =>
        Assert.All(RibbonPath.Of([Minute(minute, 9)], Range, Hour), path => Assert.Equal("", path));

    private static AbnormalMinute Minute(int minute, float point) => new(new SeriesId(1), minute, point);
}
