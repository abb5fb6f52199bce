using System.Text;
using Nightjar.Core.Telemetry;
using Nightjar.Server.Detection.Rules;
using Nightjar.Server.Tests.Fuzzing;

namespace Nightjar.Server.Tests.Detection.Rules;

public sealed class CalendarFileTests
{
    // The month in which Berlin goes back to winter time, on the 25th.
    private static readonly TimeRange October = new(At("2026-10-01T00:00Z"), At("2026-11-01T00:00Z"));
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    private const string Backup = """
        BEGIN:VEVENT
        UID:backup
        DTSTART;TZID=Europe/Berlin:20250101T020000
        DURATION:PT1H
        RRULE:FREQ=WEEKLY;BYDAY=SA
        EXDATE;TZID=Europe/Berlin:20261010T020000
        SUMMARY:Backup
        END:VEVENT
        """;

    private const string Holiday = """
        BEGIN:VEVENT
        UID:holiday
        DTSTART;VALUE=DATE:20161003
        RRULE:FREQ=YEARLY
        END:VEVENT
        """;

    private const string Release = """
        BEGIN:VEVENT
        UID:release
        DTSTART:20261020T120000Z
        DTEND:20261020T133000Z
        END:VEVENT
        """;

    [Fact]
    public void TryRead_WeeklyWithException_IsExpandedThroughTheChangeOfTheClock() => Assert.Equal(
        [Span("2026-10-03T00:00Z", "2026-10-03T01:00Z"), Span("2026-10-17T00:00Z", "2026-10-17T01:00Z"), Span("2026-10-24T00:00Z", "2026-10-24T01:00Z"), Span("2026-10-31T01:00Z", "2026-10-31T02:00Z")],
        Read(Backup));

    [Fact]
    public void TryRead_WholeDay_IsADayOfTheZone() => Assert.Equal([Span("2026-10-02T22:00Z", "2026-10-03T22:00Z")], Read(Holiday));

    [Fact]
    public void TryRead_Utc_IsThatTime() => Assert.Equal([Span("2026-10-20T12:00Z", "2026-10-20T13:30Z")], Read(Release));

    [Fact]
    public void TryRead_WithoutZone_IsInTheCalendarsZone() =>
        Assert.Equal([Span("2026-10-20T10:00Z", "2026-10-20T11:30Z")], Read(Release.Replace("00Z", "00", StringComparison.Ordinal)));

    [Fact]
    public void TryRead_BegunBeforeTheRange_IsThere() =>
        Assert.Equal([Span("2026-09-20T12:00Z", "2026-10-20T13:30Z")], Read(Release.Replace("DTSTART:202610", "DTSTART:202609", StringComparison.Ordinal)));

    [Fact]
    public void TryRead_Cancelled_DoesNotCount() => Assert.Empty(Read(Release.Replace("UID:release", "UID:release\nSTATUS:CANCELLED", StringComparison.Ordinal)));

    [Fact]
    public void TryRead_OutsideTheRange_DoesNotCount() => Assert.Empty(Read(Release.Replace("202610", "202612", StringComparison.Ordinal)));

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("hello", "cannot be read as iCalendar (Could not parse line: 'hello')")]
    [InlineData("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20261020T120000Z\nRRULE:FREQ=WAT\nEND:VEVENT\nEND:VCALENDAR", "line 2: the event that begins here cannot be read as iCalendar (")]
    [InlineData("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;TZID=Mars/Olympus:20261020T120000\nEND:VEVENT\nEND:VCALENDAR", "line 2: the event that begins here cannot be read as iCalendar (Unrecognized time zone id Mars/Olympus")]
    [InlineData("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20261020T120000Z\nEND:VEVENT\nBEGIN:VEVENT\nDTSTART:tonight\nEND:VEVENT\nEND:VCALENDAR", "line 5: the event that begins here has no start (DTSTART)")]
    [InlineData("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20261001T000000Z\nRRULE:FREQ=MINUTELY\nEND:VEVENT\nEND:VCALENDAR", "line 2: the event that begins here has more than 10000 events")]
    [InlineData("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:19700101T000000Z\nRRULE:FREQ=SECONDLY\nEND:VEVENT\nEND:VCALENDAR", "line 2: the event that begins here repeats too often since it began")]
    [InlineData("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20261001T000000Z\nRRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30\nEND:VEVENT\nEND:VCALENDAR", "line 2: the event that begins here repeats by a rule that nearly no time fulfils")]
    public void TryRead_Unusable_SaysWhatToDo(string text, string expected)
    {
        Assert.False(CalendarFile.TryRead(text, Berlin, October, out _, out string? problem));
        Assert.StartsWith(expected, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void TryRead_ManyHarmlessEventsAndOneThatIsNot_SaysItsLine()
    {
        string many = string.Join('\n', Enumerable.Range(0, 10_001).Select(i => $"BEGIN:VEVENT\nUID:{i}\nDTSTART:20261020T120000Z\nEND:VEVENT"));

        Assert.False(CalendarFile.TryRead(Calendar(many), Berlin, October, out _, out string? tooMany));
        Assert.False(CalendarFile.TryRead(Calendar($"{Backup}\n{Holiday}\n{Release.Replace("DTSTART", "RRULE:FREQ=DAILY;INTERVAL=0\nDTSTART", StringComparison.Ordinal)}"), Berlin, October, out _, out string? broken));

        Assert.StartsWith("has more than 4000000 bytes or 10000 events", tooMany, StringComparison.Ordinal);
        Assert.StartsWith("line 17: the event that begins here cannot be read", broken, StringComparison.Ordinal);
    }

    [Fact]
    public void TryRead_MutatedFiles_NeverThrowsAndStaysWithinItsBound()
    {
        byte[][] corpus = [.. new[] { Backup, Holiday, Release }.Select(each => Encoding.UTF8.GetBytes(Calendar(each)))];

        long tried = new Fuzzer(20261124, corpus).Run(
            bytes =>
            {
                if (CalendarFile.TryRead(Encoding.UTF8.GetString(bytes), Berlin, October, out IReadOnlyList<TimeRange> events, out _))
                {
                    Assert.InRange(events.Count, 0, 10_000);
                    Assert.All(events, when => Assert.True(when.ToNs >= when.FromNs && when.FromNs <= October.ToNs && when.ToNs >= October.FromNs));
                }
            },
            maxAllocatedBytes: 400_000_000);

        Assert.True(tried > 0);
    }

    private static IReadOnlyList<TimeRange> Read(string events)
    {
        Assert.True(CalendarFile.TryRead(Calendar(events), Berlin, October, out IReadOnlyList<TimeRange> found, out string? problem), problem);
        return found;
    }

    private static string Calendar(string events) => $"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//Nightjar//test//EN\n{events}\nEND:VCALENDAR\n";

    /// <summary>An event's end is the first moment after it.</summary>
    private static TimeRange Span(string from, string to) => new(At(from), At(to) - 1);

    private static long At(string time) => DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture).ToUnixNs();
}
