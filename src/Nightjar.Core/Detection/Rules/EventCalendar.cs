using System.Collections.Immutable;
using Nightjar.Core.Telemetry;

namespace Nightjar.Core.Detection.Rules;

/// <summary>When scheduled events run (maintenance, holidays, releases), and what that does. Immutable and thread-safe.</summary>
public sealed class EventCalendar
{
    /// <summary>How much wider the expected range of <see cref="CalendarEffect.Widen"/> is: a release that makes three times the usual noise passes, an outage does not.</summary>
    public const double Widening = 3;

    private readonly ImmutableArray<TimeRange> _events;

    /// <summary>A calendar of events in any order, which may overlap. O(n log n).</summary>
    /// <param name="effect">What they do.</param>
    /// <param name="events">When they run.</param>
    public EventCalendar(CalendarEffect effect, IEnumerable<TimeRange> events)
    {
        Effect = effect;
        ImmutableArray<TimeRange>.Builder merged = ImmutableArray.CreateBuilder<TimeRange>();
        foreach (TimeRange range in events.Where(range => range.ToNs >= range.FromNs).OrderBy(range => range.FromNs))
        {
            if (merged.Count > 0 && range.FromNs <= merged[^1].ToNs)
            {
                merged[^1] = merged[^1] with { ToNs = Math.Max(merged[^1].ToNs, range.ToNs) };
            }
            else
            {
                merged.Add(range);
            }
        }

        _events = merged.ToImmutable();
    }

    /// <summary>What its events do.</summary>
    public CalendarEffect Effect { get; }

    /// <summary>When events run, in order and apart.</summary>
    public IReadOnlyList<TimeRange> Events => _events;

    /// <summary>True while an event runs. O(log events), no allocation.</summary>
    public bool IsRunning(long timeNs) // hot
    {
        int low = 0;
        int high = _events.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (_events[middle].FromNs <= timeNs)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low > 0 && timeNs <= _events[low - 1].ToNs;
    }
}
