using Nightjar.Core.Telemetry;

namespace Nightjar.Core.Detection.Engine;

/// <summary>
/// What a series does at each time of the day and, once a week has been seen, of the week: means of its distance from its long
/// level. Times are those of the zone given to the detector. Plain memory, 1,080 bytes; O(1) a sample.
/// </summary>
public struct SeasonProfile
{
    private const int DaySeconds = 86_400;
    private const int DaySlotSeconds = DaySeconds / DaySlots<float>.Count;
    private const int WeekSlotSeconds = 7 * DaySeconds / WeekSlots<float>.Count;

    // A time of day is forgotten over five days, a time of the week over three weeks: the year is followed, one odd day is a minority.
    private const double DayMemorySeconds = 5.0 * DaySlotSeconds;
    private const double WeekMemorySeconds = 3.0 * WeekSlotSeconds;

    // A mean moves by at most ten usual misses.
    private const double Clip = 10;

    private DaySlots<float> _day;
    private DaySlots<ushort> _daySamples;
    private WeekSlots<float> _week;
    private WeekSlots<ushort> _weekSamples;

    /// <summary>The expected distance from the long level, in the unit of the series; false at a time of day never seen.</summary>
    public readonly bool TryExpect(long timeNs, double intervalSeconds, out double distance) // hot
    {
        (int day, int week) = SlotsOf(timeNs);

        // Trusted in full only after some samples: before, the week pulls towards the day.
        double trust = _weekSamples[week] / (_weekSamples[week] + (WeekSlotSeconds / intervalSeconds));
        distance = _day[day] + (trust * _week[week]);
        return _daySamples[day] > 0;
    }

    /// <summary>
    /// The same with straight lines between the middles of neighbouring slots, as what flows is nearer to them; and where it does not flow but
    /// leaps, of all that the slots before, at and after this time say, what is nearest to what was seen: a flank may come somewhat sooner or
    /// later than usual. False where one of the slots is unknown.
    /// </summary>
    /// <param name="timeNs">When, ns since 1970 UTC.</param>
    /// <param name="intervalSeconds">Usual distance of two samples, above 0.</param>
    /// <param name="seen">The distance from the long level that is to be judged.</param>
    /// <param name="slack">A difference of neighbours up to this is a slope, more is a leap.</param>
    /// <param name="distance">The expected distance.</param>
    public readonly bool TryFollow(long timeNs, double intervalSeconds, double seen, double slack, out double distance) // hot
    {
        (int at, _) = SlotsOf(timeNs);
        int before = at == 0 ? DaySlots<float>.Count - 1 : at - 1;
        int after = at == DaySlots<float>.Count - 1 ? 0 : at + 1;
        distance = 0;
        if (_daySamples[before] == 0 || _daySamples[at] == 0 || _daySamples[after] == 0)
        {
            return false;
        }

        long ofWeek = OfWeek(timeNs);
        double fromMiddle = ((ofWeek % DaySeconds) / (double)DaySlotSeconds) - at - 0.5;
        double line = _day[at] + (Math.Abs(fromMiddle) * (_day[fromMiddle < 0 ? before : after] - _day[at]));
        double low = Math.Min(_day[at], Math.Min(_day[before], _day[after])) + slack;
        double high = Math.Max(_day[at], Math.Max(_day[before], _day[after])) - slack;
        double inWeek = Week(ofWeek, intervalSeconds);
        distance = Math.Clamp(seen, inWeek + Math.Min(low, line), inWeek + Math.Max(high, line));
        return true;
    }

    /// <summary>What the week adds to the day, by straight lines between the middles of its slots.</summary>
    private readonly double Week(long ofWeek, double intervalSeconds) // hot
    {
        double week = (ofWeek / (double)WeekSlotSeconds) - 0.5;
        int before = (int)Math.Floor(week);
        double share = week - before;
        int after = (before + 1) % WeekSlots<float>.Count;
        before = before < 0 ? WeekSlots<float>.Count - 1 : before;
        return ((1 - share) * Week(before, intervalSeconds)) + (share * Week(after, intervalSeconds));
    }

    private readonly double Week(int slot, double intervalSeconds) =>
        _week[slot] * _weekSamples[slot] / (_weekSamples[slot] + (0.1 * WeekSlotSeconds / intervalSeconds));

    /// <summary>Learns a distance from the long level.</summary>
    /// <param name="timeNs">When, ns since 1970 UTC.</param>
    /// <param name="distance">Value less long level.</param>
    /// <param name="intervalSeconds">Usual distance of two samples, above 0.</param>
    /// <param name="usualMiss">Mean |value − expected by season|; 0 when not known yet.</param>
    /// <param name="weekKnown">True once a whole week has been seen: only then does a time of the week differ from one of the day.</param>
    public void Learn(long timeNs, double distance, double intervalSeconds, double usualMiss, bool weekKnown) // hot
    {
        (int day, int week) = SlotsOf(timeNs);
        bool first = _daySamples[day] == 0;
        double most = usualMiss > 0 ? Clip * usualMiss : double.MaxValue;
        Count(ref _daySamples[day]);
        double miss = first ? distance : Math.Clamp(distance - _day[day], -most, most);
        _day[day] += (float)(miss * Math.Max(1.0 / _daySamples[day], Math.Min(0.5, intervalSeconds / DayMemorySeconds)));
        if (first || !weekKnown)
        {
            return;
        }

        Count(ref _weekSamples[week]);
        double rest = Math.Clamp(distance - _day[day] - _week[week], -most, most);
        _week[week] += (float)(rest * Math.Max(1.0 / _weekSamples[week], Math.Min(0.5, intervalSeconds / WeekMemorySeconds)));
    }

    private static void Count(ref ushort samples) => samples = samples == ushort.MaxValue ? samples : (ushort)(samples + 1);

    private static (int Day, int Week) SlotsOf(long timeNs) // hot
    {
        long ofWeek = OfWeek(timeNs);
        return ((int)(ofWeek % DaySeconds) / DaySlotSeconds, (int)ofWeek / WeekSlotSeconds);
    }

    private static long OfWeek(long timeNs) // hot
    {
        long ofWeek = timeNs / Clock.NsPerSecond % (7 * DaySeconds);
        return ofWeek < 0 ? ofWeek + (7 * DaySeconds) : ofWeek;
    }
}
