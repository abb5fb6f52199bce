using System.Globalization;
using Nightjar.Core.Telemetry;

namespace Nightjar.Evaluation;

/// <summary>Times as files write them.</summary>
public static class TimeText
{
    // A count since 1970 tells its unit by its size: seconds until the year 5138 stay below 1e11, milliseconds from 1973 on are
    // above it, and so on for micro- and nanoseconds.
    private const double LargestSeconds = 1e11;
    private const double LargestMs = 1e14;
    private const double LargestUs = 1e17;

    /// <summary>ISO 8601 (UTC where it names no zone), or a count of s, ms, µs or ns since 1970; false for anything else.</summary>
    public static bool TryParse(string text, out long timeNs)
    {
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long count))
        {
            return TryCount(count, out timeNs);
        }

        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number))
        {
            timeNs = Math.Abs(number) < LargestSeconds ? (long)(number * Clock.NsPerSecond)
                : Math.Abs(number) < LargestMs ? (long)(number * Clock.NsPerMs)
                : 0;
            return double.IsFinite(number) && Math.Abs(timeNs) is > 0 and < long.MaxValue / 2;
        }

        bool isTime = DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal | DateTimeStyles.AllowWhiteSpaces, out DateTimeOffset time)
            && time.Year is > 1700 and < 2260
            && text.Length >= 8;
        timeNs = isTime ? time.ToUnixNs() : 0;
        return isTime;
    }

    private static bool TryCount(long count, out long timeNs)
    {
        double size = Math.Abs((double)count);
        long unit = size < LargestSeconds ? Clock.NsPerSecond : size < LargestMs ? Clock.NsPerMs : size < LargestUs ? 1_000 : 1;
        bool fits = size * unit < long.MaxValue;
        timeNs = fits ? count * unit : 0;
        return fits;
    }
}
