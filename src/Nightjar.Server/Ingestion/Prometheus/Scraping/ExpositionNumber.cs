using System.Globalization;

namespace Nightjar.Server.Ingestion.Prometheus.Scraping;

/// <summary>Numbers as expositions write them.</summary>
internal static class ExpositionNumber
{
    private const NumberStyles Styles = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    // Fifteen digits are exact in a double.
    private const int ExactDigits = 15;

    // The bits Prometheus stores for a NaN it has read: whoever compares the stores finds them equal.
    private static readonly double NormalNaN = BitConverter.Int64BitsToDouble(0x7ff8000000000001);

    /// <summary>Reads a value: a number, <c>NaN</c>, <c>+Inf</c> or <c>-Inf</c>.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out double value) // hot
    {
        if (text.Length is > 0 and <= ExactDigits && TryParseDigits(text, out value))
        {
            return true;
        }

        ReadOnlySpan<byte> unsigned = text.Length > 0 && text[0] is (byte)'+' or (byte)'-' ? text[1..] : text;
        if (unsigned.Length > 0 && unsigned[0] is (byte)'i' or (byte)'I' or (byte)'n' or (byte)'N')
        {
            return TryParseWord(unsigned, text[0] == (byte)'-', out value);
        }

        // A number too large becomes infinite in .NET, and an error in Go's parser.
        return double.TryParse(text, Styles, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);
    }

    /// <summary>Reads a time: whole milliseconds, or in OpenMetrics seconds with a fraction.</summary>
    public static bool TryParseTime(ReadOnlySpan<byte> text, bool seconds, out long timestampMs)
    {
        if (!seconds)
        {
            return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out timestampMs);
        }

        bool parsed = TryParse(text, out double value) && Math.Abs(value) < 1e15;
        timestampMs = parsed ? (long)(value * 1000) : 0;
        return parsed;
    }

    private static bool TryParseDigits(ReadOnlySpan<byte> text, out double value)
    {
        long whole = 0;
        foreach (byte digit in text)
        {
            if (digit is < (byte)'0' or > (byte)'9')
            {
                value = 0;
                return false;
            }

            whole = (whole * 10) + (digit - '0');
        }

        value = whole;
        return true;
    }

    private static bool TryParseWord(ReadOnlySpan<byte> word, bool negative, out double value)
    {
        if (System.Text.Ascii.EqualsIgnoreCase(word, "nan"u8))
        {
            value = NormalNaN;
            return true;
        }

        value = negative ? double.NegativeInfinity : double.PositiveInfinity;
        return System.Text.Ascii.EqualsIgnoreCase(word, "inf"u8) || System.Text.Ascii.EqualsIgnoreCase(word, "infinity"u8);
    }
}
