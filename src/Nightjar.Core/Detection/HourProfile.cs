using Nightjar.Core.Telemetry;

namespace Nightjar.Core.Detection;

/// <summary>The mean of a series in each hour of the day (UTC), with straight lines from the middle of one hour to the next.</summary>
/// <remarks>Values are kept as distances from the series' first one: a float then keeps seven digits of the change, not of the level.</remarks>
public struct HourProfile
{
    private const long HourNs = 3_600 * Clock.NsPerSecond;
    private const long DayNs = 24 * HourNs;

    // An hour's mean forgets over three days: long enough for one odd day to stay a minority, short enough to follow the year.
    private const double MemorySeconds = 3 * 3_600;

    // What is abnormal counts a fourth, or yesterday's fault would be expected again today.
    private const double AbnormalWeight = 0.25;

    private HourSlots<float> _means;
    private HourSlots<ushort> _counts;

    /// <summary>The expected distance from the first value at a time of day.</summary>
    public readonly double At(long timeNs) // hot
    {
        // Half an hour back, so that a whole position is the middle of an hour.
        long ofDay = ((timeNs - (HourNs / 2)) % DayNs + DayNs) % DayNs;
        int before = (int)(ofDay / HourNs);
        int after = before == HourSlots<float>.Count - 1 ? 0 : before + 1;
        double share = (double)(ofDay % HourNs) / HourNs;
        if (_counts[before] == 0 || _counts[after] == 0)
        {
            return _counts[before] == 0 ? _means[after] : _means[before];
        }

        return _means[before] + (share * (_means[after] - _means[before]));
    }

    /// <summary>Learns the distance of a sample from the first value.</summary>
    public void Learn(long timeNs, double distance, double intervalSeconds, bool abnormal) // hot
    {
        int slot = (int)(((timeNs % DayNs) + DayNs) % DayNs / HourNs);
        ushort count = _counts[slot] = (ushort)Math.Min(_counts[slot] + 1, ushort.MaxValue);
        double rate = Math.Max(1.0 / count, Math.Min(0.25, intervalSeconds / MemorySeconds));
        _means[slot] += (float)((distance - _means[slot]) * rate * (abnormal ? AbnormalWeight : 1));
    }
}
