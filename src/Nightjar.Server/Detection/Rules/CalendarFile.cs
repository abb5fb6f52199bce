using System.Diagnostics.CodeAnalysis;
using System.Runtime.Serialization;
using Ical.Net;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using Ical.Net.Evaluation;
using Nightjar.Core.Telemetry;

namespace Nightjar.Server.Detection.Rules;

/// <summary>Reads an iCalendar file (RFC 5545): when its events run within a bounded time, recurring ones expanded.</summary>
internal static class CalendarFile
{
    /// <summary>A file with more bytes (or characters) is not read.</summary>
    public const int MaxBytes = 4_000_000;

    // What people schedule fits a thousand times over; more is a mistake, or somebody's attempt to fill the memory.
    private const int MaxEvents = 10_000;

    // About two seconds of a core: a rule that steps by the second since 1970 would hold up the start for half an hour.
    private const int MaxSteps = 2_000_000;

    // A rule may ask for what never is (30 February), and would be followed to the year 9999.
    private static readonly EvaluationOptions Bounded = new() { MaxUnmatchedIncrementsLimit = 10_000 };

    /// <summary>Events that touch the range. False with a phrase that follows the file's name.</summary>
    /// <param name="text">The file's contents.</param>
    /// <param name="zone">Of whole days and of times without one.</param>
    /// <param name="range">What is looked at; of an event that reaches beyond, all of it is returned.</param>
    /// <param name="events">When they run.</param>
    /// <param name="problem">Why not, with the line of the event that is to blame, where it is one.</param>
    public static bool TryRead(
        string text,
        TimeZoneInfo zone,
        TimeRange range,
        out IReadOnlyList<TimeRange> events,
        [NotNullWhen(false)] out string? problem)
    {
        events = [];
        string[] lines = text.Length > MaxBytes ? [] : text.Split('\n');
        if (text.Length > MaxBytes || lines.Count(IsBegin) > MaxEvents)
        {
            problem = $"has more than {MaxBytes} bytes or {MaxEvents} events: leave out what is long past";
            return false;
        }

        if (TryExpand(text, zone, range, out events, out problem))
        {
            return true;
        }

        foreach ((int line, string alone) in Blocks(lines))
        {
            if (!TryExpand(alone, zone, range, out _, out string? fault))
            {
                problem = $"line {line}: the event that begins here {fault}";
                return false;
            }
        }

        return false;
    }

    private static bool TryExpand(
        string text, TimeZoneInfo zone, TimeRange range, out IReadOnlyList<TimeRange> events, [NotNullWhen(false)] out string? problem)
    {
        events = [];
        try
        {
            if (Ical.Net.Calendar.Load(text) is not { } calendar)
            {
                problem = "is empty: export it as iCalendar (.ics) once more";
                return false;
            }

            // A day earlier: floating times are compared as if they were UTC, and zones differ from it by half a day and more.
            CalDateTime from = Utc(range.FromNs).AddDays(-1);
            CalDateTime to = Utc(range.ToNs).AddDays(1);
            problem = calendar.Events.Any(one => one.DtStart is null) ? "has no start (DTSTART) that can be read: mend it or leave it out"
                : calendar.Events.Sum(one => Steps(one, to)) > MaxSteps ? "repeats too often since it began: let it begin later, or repeat less often"
                : null;
            if (problem is not null)
            {
                return false;
            }

            List<Occurrence> found = [.. calendar.GetOccurrences<CalendarEvent>(from, Bounded).TakeWhileBefore(to).Take(MaxEvents + 1)];
            events =
            [
                .. found.Where(occurrence => occurrence.Source is CalendarEvent { IsActive: true })
                    .Select(occurrence => RangeOf(occurrence.Period, zone))
                    .Where(when => when.ToNs >= range.FromNs && when.FromNs <= range.ToNs),
            ];
            problem = found.Count > MaxEvents ? $"has more than {MaxEvents} events within {range.Duration.TotalDays:0} days: leave out what repeats every few minutes" : null;
            return problem is null;
        }
        catch (EvaluationLimitExceededException)
        {
            problem = "repeats by a rule that nearly no time fulfils: mend it or leave it out";
            return false;
        }
        catch (Exception failure) when (failure is SerializationException or EvaluationException or ArgumentException or FormatException
            or InvalidOperationException or OverflowException or NullReferenceException or IndexOutOfRangeException or KeyNotFoundException or InvalidCastException or NotSupportedException)
        {
            // The library says in these what a file may do wrong; all of them are the file's.
            problem = $"cannot be read as iCalendar ({failure.Message.Split('\n')[0].TrimEnd('.', '\r')}): mend it or export it once more";
            return false;
        }
    }

    private static bool IsBegin(string line) => line.AsSpan().TrimEnd().Equals("BEGIN:VEVENT", StringComparison.OrdinalIgnoreCase);

    /// <summary>Each event with its line, as a calendar of its own.</summary>
    private static IEnumerable<(int Line, string Alone)> Blocks(string[] lines)
    {
        for (int i = Array.FindIndex(lines, IsBegin); i >= 0;)
        {
            int next = Array.FindIndex(lines, i + 1, IsBegin);
            IEnumerable<string> block = lines[i..(next < 0 ? lines.Length : next)].TakeWhile(line => !line.StartsWith("END:VCALENDAR", StringComparison.OrdinalIgnoreCase));
            yield return (i + 1, $"BEGIN:VCALENDAR\n{string.Join('\n', block)}\nEND:VCALENDAR\n");
            i = next;
        }
    }

    /// <summary>How many times its rules are looked at, at most, until the end.</summary>
    private static double Steps(CalendarEvent one, CalDateTime end)
    {
        double seconds = one.DtStart is { } start ? Math.Max(0, (end.Value - start.Value).TotalSeconds) : 0;
#pragma warning disable CS0618 // More than one rule is obsolete, and still followed by the library.
        return one.RecurrenceRules.Concat(one.ExceptionRules).Sum(rule =>
#pragma warning restore CS0618
        {
            double step = SecondsOf(rule.Frequency);
            int days = rule.ByDay.Count + rule.ByMonthDay.Count + rule.ByYearDay.Count + rule.ByWeekNo.Count;
            double each = Math.Max(1, days == 0 ? 1 : step / SecondsOf(FrequencyType.Daily))
                * Math.Max(1, rule.ByHour.Count) * Math.Max(1, rule.ByMinute.Count) * Math.Max(1, rule.BySecond.Count);
            return (1 + (seconds / step / rule.Interval)) * each;
        });
    }

    private static double SecondsOf(FrequencyType frequency) => frequency switch
    {
        FrequencyType.Secondly => 1,
        FrequencyType.Minutely => 60,
        FrequencyType.Hourly => 3_600,
        FrequencyType.Daily => 86_400,
        FrequencyType.Weekly => 7 * 86_400,
        FrequencyType.Monthly => 30 * 86_400,
        _ => 365 * 86_400,
    };

    private static CalDateTime Utc(long timeNs)
    {
        DateTime time = Clock.ToTime(timeNs).UtcDateTime;
        return new CalDateTime(time.Year, time.Month, time.Day, time.Hour, time.Minute, time.Second, "UTC");
    }

    /// <summary>The end of an event is the first moment after it.</summary>
    private static TimeRange RangeOf(Period period, TimeZoneInfo zone)
    {
        long fromNs = ToNs(period.StartTime, zone);
        long toNs = period.EffectiveEndTime is { } end ? ToNs(end, zone) - 1 : fromNs;
        return new TimeRange(fromNs, Math.Max(fromNs, toNs));
    }

    private static long ToNs(CalDateTime time, TimeZoneInfo zone)
    {
        if (!time.IsFloating)
        {
            return new DateTimeOffset(DateTime.SpecifyKind(time.AsUtc, DateTimeKind.Utc)).ToUnixNs();
        }

        // An hour that the change to summer time leaves out is read by the offset before it.
        DateTime local = DateTime.SpecifyKind(time.Value, DateTimeKind.Unspecified);
        TimeSpan offset = zone.IsInvalidTime(local) ? zone.GetUtcOffset(local.AddHours(-1)) : zone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset).ToUnixNs();
    }
}
