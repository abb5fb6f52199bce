using System.Globalization;
using System.Text;
using Nightjar.Core.Telemetry;
using Nightjar.Core.Telemetry.Logs;

namespace Nightjar.Core.Tests.Telemetry.Logs;

public sealed class LogStampReaderTests
{
    private static readonly LogTimeAssumption Assumption = new(Ns("2024-03-10T12:00:00Z"), TimeSpan.FromHours(1));

    [Theory]
    [InlineData("2024-01-02T03:04:05Z x", "2024-01-02T03:04:05Z")]
    [InlineData("2024-01-02T03:04:05.123456789+02:00 x", "2024-01-02T01:04:05.1234567Z")]
    [InlineData("2024-01-02 03:04:05,123 x", "2024-01-02T02:04:05.123Z")]
    [InlineData("2024-01-02 03:04:05 +0000 x", "2024-01-02T03:04:05Z")]
    [InlineData("2024-01-02 03:04:05.5 UTC x", "2024-01-02T03:04:05.5Z")]
    [InlineData("2024/01/02 03:04:05 x", "2024-01-02T02:04:05Z")]
    [InlineData("2024.01.02-03.04.05.678 x", "2024-01-02T02:04:05.678Z")]
    [InlineData("24/01/02 03:04:05 x", "2024-01-02T02:04:05Z")]
    [InlineData("240102 030405 x", "2024-01-02T02:04:05Z")]
    [InlineData("240102  3:04:05 x", "2024-01-02T02:04:05Z")]
    [InlineData("20240102 03:04:05 x", "2024-01-02T02:04:05Z")]
    [InlineData("20240102-3:4:5:67|x", "2024-01-02T02:04:05.067Z")]
    [InlineData("20240102030405 x", "2024-01-02T02:04:05Z")]
    [InlineData("02.01.2024 03:04:05 x", "2024-01-02T02:04:05Z")]
    [InlineData("1/2/2024 3:04:05 PM x", "2024-01-02T14:04:05Z")]
    [InlineData("13/02/2024 03:04:05 x", "2024-02-13T02:04:05Z")]
    [InlineData("02/Jan/2024:03:04:05 -0700] x", "2024-01-02T10:04:05Z")]
    [InlineData("02 Jan 2024 03:04:05.678 x", "2024-01-02T02:04:05.678Z")]
    [InlineData("Tue Jan 02 03:04:05 2024] x", "2024-01-02T02:04:05Z")]
    [InlineData("Tue, 02 Jan 2024 03:04:05 GMT x", "2024-01-02T03:04:05Z")]
    [InlineData("Jan 2, 2024 3:04:05 AM x", "2024-01-02T02:04:05Z")]
    [InlineData("Jan  2 03:04:05 x", "2024-01-02T02:04:05Z")]
    [InlineData("Nov 30 03:04:05 x", "2023-11-30T02:04:05Z")]
    [InlineData("Feb 29 03:04:05 x", "2024-02-29T02:04:05Z")]
    [InlineData("01-02 03:04:05.678 x", "2024-01-02T02:04:05.678Z")]
    [InlineData("03:04:05.678 x", "2024-03-10T02:04:05.678Z")]
    [InlineData("E0102 03:04:05.678901 x", "2024-01-02T02:04:05.678901Z")]
    [InlineData("1704164645 x", "2024-01-02T03:04:05Z")]
    [InlineData("1704164645.25 x", "2024-01-02T03:04:05.25Z")]
    [InlineData("1704164645678 x", "2024-01-02T03:04:05.678Z")]
    public void TryRead_Stamp_IsThatInstantAndAsLong(string text, string expected)
    {
        bool isRead = LogStampReader.TryRead(Encoding.UTF8.GetBytes(text), Assumption, out LogStamp stamp);

        Assert.True(isRead);
        Assert.Equal(DateTimeOffset.Parse(expected, CultureInfo.InvariantCulture), Clock.ToTime(stamp.TimeNs));
        Assert.Equal(text.LastIndexOfAny([' ', '|']), stamp.Length + (text[stamp.Length] == ']' ? 1 : 0));
    }

    [Theory]
    [InlineData("23:50:00 x", "2024-03-09T23:50:00Z")]
    [InlineData("01:00:00 x", "2024-03-10T01:00:00Z")]
    [InlineData("01:10:00 x", "2024-03-09T01:10:00Z")]
    public void TryRead_TimeOfDayMoreThanAnHourAhead_IsOfTheDayBefore(string text, string expected)
    {
        LogTimeAssumption afterMidnight = new(Ns("2024-03-10T00:05:00Z"), TimeSpan.Zero);

        Assert.True(LogStampReader.TryRead(Encoding.UTF8.GetBytes(text), afterMidnight, out LogStamp stamp));
        Assert.Equal(DateTimeOffset.Parse(expected, CultureInfo.InvariantCulture), Clock.ToTime(stamp.TimeNs));
    }

    [Theory]
    [InlineData("10.251.39.179:50010 is up")]
    [InlineData("0:0:0:0:0:0:0:0:2181 listens")]
    [InlineData("2024-13-02 03:04:05 x")]
    [InlineData("2023-02-29 03:04:05 x")]
    [InlineData("25:04:05 was it")]
    [InlineData("1077804 is a number")]
    [InlineData("9999999999 is no second")]
    [InlineData("March on, 12 men")]
    [InlineData("Monday is a day")]
    [InlineData("I am here now")]
    [InlineData("1.2.3.4 answers")]
    [InlineData("")]
    public void TryRead_NoStamp_IsFalse(string text) =>
        Assert.False(LogStampReader.TryRead(Encoding.UTF8.GetBytes(text), Assumption, out _));

    [Fact]
    public void TryRead_FarFromTheReference_TakesTheLatestLeapYear()
    {
        LogTimeAssumption assumption = new(Ns("2027-06-01T00:00:00Z"), TimeSpan.Zero);

        Assert.True(LogStampReader.TryRead("Feb 29 03:04:05 x"u8, assumption, out LogStamp stamp));

        Assert.Equal(Ns("2024-02-29T03:04:05Z"), stamp.TimeNs);
    }

    private static long Ns(string time) => DateTimeOffset.Parse(time, CultureInfo.InvariantCulture).ToUnixNs();
}
