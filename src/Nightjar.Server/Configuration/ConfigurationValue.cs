using System.ComponentModel;
using System.Globalization;

namespace Nightjar.Server.Configuration;

/// <summary>Reads one value as people write it: <c>15s</c>, <c>512MB</c>.</summary>
internal static class ConfigurationValue
{
    private const decimal Kilo = 1_000;
    private const decimal Kibi = 1_024;

    private static readonly (string Unit, double Seconds)[] Durations = [("ms", 0.001), ("s", 1), ("m", 60), ("h", 3_600), ("d", 86_400)];

    // Longest endings first: "kib" ends with "b" too.
    private static readonly (string Unit, decimal Bytes)[] Sizes =
    [
        ("kib", Kibi), ("mib", Kibi * Kibi), ("gib", Kibi * Kibi * Kibi), ("tib", Kibi * Kibi * Kibi * Kibi),
        ("kb", Kilo), ("mb", Kilo * Kilo), ("gb", Kilo * Kilo * Kilo), ("tb", Kilo * Kilo * Kilo * Kilo), ("b", 1),
    ];

    /// <summary>The value, or null when the text is none of that type.</summary>
    /// <param name="text">As written.</param>
    /// <param name="type">The property's type without its nullability.</param>
    /// <param name="isSize">True for a number of bytes.</param>
    public static object? Read(string text, Type type, bool isSize)
    {
        string value = text.Trim();
        if (type == typeof(string))
        {
            return text;
        }

        if (type == typeof(TimeSpan))
        {
            return Duration(value);
        }

        if (isSize && Size(value) is { } bytes)
        {
            value = bytes.ToString(CultureInfo.InvariantCulture);
        }

        if (type.IsEnum && !Enum.GetNames(type).Contains(value, StringComparer.OrdinalIgnoreCase))
        {
            return null; // a number would be taken, and mean nothing to a reader
        }

        try
        {
            return TypeDescriptor.GetConverter(type).ConvertFromInvariantString(value);
        }
        catch (Exception failure) when (failure is FormatException or ArgumentException or NotSupportedException or OverflowException)
        {
            return null;
        }
    }

    /// <summary>What may be written, for the sentence about a wrong value.</summary>
    public static string Expected(Type type, bool isSize)
    {
        if (type.IsEnum)
        {
            return "one of " + string.Join(", ", Enum.GetNames(type).Select(name => name.ToLowerInvariant()));
        }

        return type == typeof(TimeSpan) ? "a duration such as 15s, 10m, 2h or 7d"
            : isSize ? "a size such as 512MB or a number of bytes"
            : type == typeof(bool) ? "true or false"
            : type == typeof(Uri) ? "an address such as http://127.0.0.1:4317"
            : type == typeof(double) ? "a number"
            : type == typeof(int) || type == typeof(long) ? "a whole number"
            : $"a {type.Name}";
    }

    private static TimeSpan? Duration(string value)
    {
        foreach ((string unit, double seconds) in Durations)
        {
            // "ms" stands before "s" and "m", so a match is the whole unit.
            if (value.EndsWith(unit, StringComparison.OrdinalIgnoreCase)
                && double.TryParse(value[..^unit.Length], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double count)
                && count * seconds < TimeSpan.MaxValue.TotalSeconds)
            {
                return TimeSpan.FromSeconds(count * seconds);
            }
        }

        // .NET reads a bare number as days, which nobody means; zero is the same in every unit.
        return value == "0" || value.Contains(':', StringComparison.Ordinal)
            ? TimeSpan.TryParse(value, CultureInfo.InvariantCulture, out TimeSpan span) ? span : null
            : null;
    }

    private static long? Size(string value)
    {
        foreach ((string unit, decimal factor) in Sizes)
        {
            if (value.EndsWith(unit, StringComparison.OrdinalIgnoreCase)
                && decimal.TryParse(value[..^unit.Length], NumberStyles.AllowDecimalPoint | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out decimal count)
                && count <= long.MaxValue / factor)
            {
                return (long)(count * factor);
            }
        }

        return null;
    }
}
