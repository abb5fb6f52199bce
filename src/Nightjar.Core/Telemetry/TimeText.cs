using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Nightjar.Core.Telemetry;

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
            // A double holds today's seconds to a quarter of a microsecond: rounded, what was written as .123 is .123 again.
            timeNs = Math.Abs(number) < LargestSeconds ? (long)Math.Round(number * 1e6) * 1_000
                : Math.Abs(number) < LargestMs ? (long)Math.Round(number * 1e3) * 1_000
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

    /// <summary>As <see cref="TryParse(string, out long)"/> for UTF-8; what is written as <c>2026-11-01T12:00:00Z</c> or as a whole number costs no memory.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out long timeNs) => // hot
        Utf8Parser.TryParse(text, out long count, out int used) && used == text.Length
            ? TryCount(count, out timeNs)
            : TryDate(text, out timeNs) || TryParse(Encoding.UTF8.GetString(text), out timeNs);

    /// <summary>A count of s, ms, µs or ns since 1970, told apart by its size; false when it does not fit.</summary>
    public static bool TryCount(long count, out long timeNs)
    {
        double size = Math.Abs((double)count);
        long unit = size < LargestSeconds ? Clock.NsPerSecond : size < LargestMs ? Clock.NsPerMs : size < LargestUs ? 1_000 : 1;
        bool fits = size * unit < long.MaxValue;
        timeNs = fits ? count * unit : 0;
        return fits;
    }

    /// <summary>The form that nearly all files have, to the second and in UTC.</summary>
    private static bool TryDate(ReadOnlySpan<byte> text, out long timeNs) // hot
    {
        timeNs = 0;
        if (text.Length is not (19 or 20) || text[4] != '-' || text[7] != '-' || text[10] is not ((byte)'T' or (byte)' ') || text[13] != ':' || text[16] != ':'
            || (text.Length == 20 && text[19] != 'Z')
            || !TryDigits(text[..4], out int year) || !TryDigits(text[5..7], out int month) || !TryDigits(text[8..10], out int day)
            || !TryDigits(text[11..13], out int hour) || !TryDigits(text[14..16], out int minute) || !TryDigits(text[17..19], out int second)
            || year is <= 1700 or >= 2260 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month) || hour > 23 || minute > 59 || second > 59)
        {
            return false;
        }

        timeNs = new DateTimeOffset(year, month, day, hour, minute, second, TimeSpan.Zero).ToUnixNs();
        return true;
    }

    private static bool TryDigits(ReadOnlySpan<byte> text, out int number)
    {
        number = 0;
        foreach (byte sign in text)
        {
            if (!char.IsAsciiDigit((char)sign))
            {
                return false;
            }

            number = (number * 10) + sign - '0';
        }

        return true;
    }
}
