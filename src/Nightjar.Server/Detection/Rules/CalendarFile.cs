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
    // What people schedule fits a thousand times over; more is a mistake, or somebody's attempt to fill the memory.
    private const int MaxCharacters = 4_000_000;
    private const int MaxEvents = 10_000;

    /// <summary>Events that touch the range. False with a phrase that follows the file's name.</summary>
    /// <param name="text">The file's contents.</param>
    /// <param name="zone">Of whole days and of times without one.</param>
    /// <param name="range">What is looked at; of an event that reaches beyond, all of it is returned.</param>
    /// <param name="events">When they run.</param>
    /// <param name="problem">Why not.</param>
    public static bool TryRead(
        string text,
        TimeZoneInfo zone,
        TimeRange range,
        out IReadOnlyList<TimeRange> events,
        [NotNullWhen(false)] out string? problem)
    {
        events = [];
        if (text.Length > MaxCharacters)
        {
            problem = $"has {text.Length} characters, the limit is {MaxCharacters}: leave out what is long past";
            return false;
        }

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
            List<TimeRange> found =
            [
                .. calendar.GetOccurrences<CalendarEvent>(from).TakeWhileBefore(to).Take(MaxEvents + 1)
                    .Where(occurrence => occurrence.Source is CalendarEvent { IsActive: true })
                    .Select(occurrence => RangeOf(occurrence.Period, zone))
                    .Where(when => when.ToNs >= range.FromNs && when.FromNs <= range.ToNs),
            ];
            events = found;
            problem = found.Count > MaxEvents ? $"has more than {MaxEvents} events within {range.Duration.TotalDays:0} days: leave out what repeats every few minutes" : null;
            return problem is null;
        }
        catch (Exception failure) when (failure is SerializationException or EvaluationException or ArgumentException or FormatException
            or InvalidOperationException or OverflowException or NullReferenceException or IndexOutOfRangeException or KeyNotFoundException or InvalidCastException or NotSupportedException)
        {
            // The library says in these what a file may do wrong; all of them are the file's.
            problem = $"is no iCalendar file that can be read ({failure.Message.Split('\n')[0].TrimEnd('.', '\r')}): export it once more";
            return false;
        }
    }

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
