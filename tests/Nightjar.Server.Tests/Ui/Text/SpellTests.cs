using Nightjar.Core.Telemetry;
using Nightjar.Server.Ui.Text;

namespace Nightjar.Server.Tests.Ui.Text;

public class SpellTests
{
    [Theory]
    [InlineData(0, "0 s")]
    [InlineData(59, "59 s")]
    [InlineData(3_599, "59 min")]
    [InlineData(7_800, "2 h 10 min")]
    [InlineData(7_200, "2 h")]
    [InlineData(277_200, "3 d 5 h")]
    [InlineData(-5, "0 s")]
    public void Length_Seconds_InTwoUnitsAtMost(int seconds, string expected) => Assert.Equal(expected, Spell.Length(TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData(1, "just now")]
    [InlineData(90, "1 min ago")]
    [InlineData(-30, "in 30 s")]
    public void Ago_Seconds_SaysHowLong(int seconds, string expected) => Assert.Equal(expected, Spell.Ago(0, seconds * Clock.NsPerSecond));

    [Theory]
    [InlineData("2026-11-24T05:30:00Z", "06:30:00")]
    [InlineData("2026-11-22T23:30:00Z", "23 Nov 00:30:00")]
    [InlineData("2025-11-22T12:00:00Z", "22 Nov 2025 13:00")]
    public void Time_InTheViewersZone_DayOnlyWhenNotToday(string time, string expected)
    {
        TimeZoneInfo zone = TimeZoneInfo.CreateCustomTimeZone("test", TimeSpan.FromHours(1), "test", "test");
        long nowNs = new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero).ToUnixNs();

        Assert.Equal(expected, Spell.Time(DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture).ToUnixNs(), nowNs, zone));
    }
}
