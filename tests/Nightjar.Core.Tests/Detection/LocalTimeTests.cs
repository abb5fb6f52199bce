using Nightjar.Core.Detection;
using Nightjar.Core.Telemetry;

namespace Nightjar.Core.Tests.Detection;

public sealed class LocalTimeTests
{
    private const long MinuteNs = Clock.NsPerMinute;
    private static readonly LocalTime Berlin = new(TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"));

    [Theory]
    [InlineData("1969-06-01T00:00:00Z", 1)]
    [InlineData("2026-03-29T00:59:59Z", 1)]
    [InlineData("2026-03-29T01:00:00Z", 2)]
    [InlineData("2026-10-25T00:59:59Z", 2)]
    [InlineData("2026-10-25T01:00:00Z", 1)]
    public void OffsetNs_OfBerlin_ChangesToTheSecond(string time, int hours) =>
        Assert.Equal(TimeSpan.FromHours(hours).ToNs(), Berlin.OffsetNs(DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture).ToUnixNs()));

    [Theory]
    [InlineData("Europe/Berlin")]
    [InlineData("Australia/Lord_Howe")]
    [InlineData("Africa/Casablanca")]
    [InlineData("Asia/Kolkata")]
    [InlineData("UTC")]
    public void OffsetNs_AnyOrderOfTimes_IsThatOfTheZone(string id)
    {
        TimeZoneInfo zone = TimeZoneInfo.FindSystemTimeZoneById(id);
        LocalTime local = new(zone);
        Random random = new(1);
        for (int i = 0; i < 20_000; i++)
        {
            long timeNs = random.NextInt64(4_000_000_000) * Clock.NsPerSecond;
            Assert.Equal(zone.GetUtcOffset(Clock.ToTime(timeNs)).ToNs(), local.OffsetNs(timeNs));
        }
    }

    /// <summary>Work from 9 to 17 by the clocks of Berlin: when they change, the Monday after is as any other.</summary>
    [Theory]
    [InlineData("2026-03-01T00:00:00Z", "2026-03-29T01:00:00Z")]
    [InlineData("2026-09-27T00:00:00Z", "2026-10-25T01:00:00Z")]
    public void Detector_WorkingHoursOfBerlin_ClocksChange_NothingIsAbnormal(string from, string change) => Assert.Equal(0, Raised(Berlin, from, change));

    /// <summary>So the case above is one: by UTC people come an hour too early.</summary>
    [Fact]
    public void Detector_WorkingHoursOfBerlinByUtc_ClocksChange_AreAbnormal() => Assert.NotEqual(0, Raised(LocalTime.Utc, "2026-03-01T00:00:00Z", "2026-03-29T01:00:00Z"));

    /// <summary>Anomalous minutes in the week after the change.</summary>
    private static int Raised(LocalTime zone, string from, string change)
    {
        SeriesDetector detector = new(DetectorOptions.Default with { Zone = zone }, SeriesScale.Unknown);
        Random random = new(2);
        long startNs = DateTimeOffset.Parse(from, System.Globalization.CultureInfo.InvariantCulture).ToUnixNs();
        long changeNs = DateTimeOffset.Parse(change, System.Globalization.CultureInfo.InvariantCulture).ToUnixNs();
        int raised = 0;
        for (long timeNs = startNs; timeNs < changeNs + (7 * 1_440 * MinuteNs); timeNs += MinuteNs)
        {
            DateTimeOffset wall = Clock.ToTime(timeNs + Berlin.OffsetNs(timeNs));
            bool isWork = wall.Hour is >= 9 and < 17 && wall.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);
            Verdict verdict = detector.Score(timeNs, (isWork ? 500 : 100) + (10 * (random.NextDouble() - 0.5)));
            raised += timeNs >= changeNs && verdict.State == VerdictState.Abnormal ? 1 : 0;
        }

        return raised;
    }
}
