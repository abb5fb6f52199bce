namespace Nightjar.Core.Detection.Rules;

/// <summary>What an event of a calendar does to the series that have the calendar. Stored by name: add freely, never rename.</summary>
public enum CalendarEffect
{
    /// <summary>Nothing is told of and nothing learnt while it runs; what would have been told of is counted.</summary>
    Ignore,

    /// <summary>The expected range is <see cref="EventCalendar.Widening"/> times as wide while it runs.</summary>
    Widen,
}
