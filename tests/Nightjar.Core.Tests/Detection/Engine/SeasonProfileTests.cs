using Nightjar.Core.Detection.Engine;
using Nightjar.Core.Telemetry;

namespace Nightjar.Core.Tests.Detection.Engine;

public sealed class SeasonProfileTests
{
    private const int MinutesADay = 1_440;
    private const int Minute = 60;
    private const double Slack = 3;

    [Theory]
    [InlineData(-10, 100, 97)]
    [InlineData(+10, 0, 3)]
    [InlineData(-10, 150, 97)]
    [InlineData(-10, -50, 0)]
    public void TryFollow_LeapSoonerOrLater_IsFollowedUpToTheSlack(int minutesFromNoon, double seen, double expected)
    {
        SeasonProfile profile = Learnt(minute => minute < MinutesADay / 2 ? 0 : 100);

        Assert.True(profile.TryFollow(TimeNs((MinutesADay / 2) + minutesFromNoon), Minute, seen, Slack, out double distance));
        Assert.Equal(expected, distance, 3);
    }

    [Fact]
    public void TryFollow_LeapHoursSooner_IsNotFollowed()
    {
        SeasonProfile profile = Learnt(minute => minute < MinutesADay / 2 ? 0 : 100);

        Assert.True(profile.TryFollow(TimeNs(9 * 60), Minute, 100, Slack, out double distance));
        Assert.Equal(0, distance, 3);
    }

    // A wave that moves by at most 1.3 a slot: what was seen has no say.
    [Fact]
    public void TryFollow_Slope_IsAStraightLineBetweenTheSlots()
    {
        SeasonProfile profile = Learnt(Wave);

        Assert.All(Enumerable.Range(0, MinutesADay), minute =>
        {
            Assert.True(profile.TryFollow(TimeNs(minute), Minute, 1_000, Slack, out double distance));
            Assert.InRange(distance, Wave(minute) - 0.15, Wave(minute) + 0.15);
        });
    }

    private static double Wave(int minute) => 20 * Math.Sin(2 * Math.PI * minute / MinutesADay);

    private static long TimeNs(int minute) => minute * Minute * Clock.NsPerSecond;

    private static SeasonProfile Learnt(Func<int, double> value)
    {
        SeasonProfile profile = default;
        for (int i = 0; i < 5 * MinutesADay; i++)
        {
            profile.Learn(TimeNs(i), value(i % MinutesADay), Minute, 0, weekKnown: false);
        }

        return profile;
    }
}
