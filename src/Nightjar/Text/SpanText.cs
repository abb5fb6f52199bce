using System.Globalization;
using Nightjar.Core.Telemetry;

namespace Nightjar.Commands.Text;

/// <summary>A length of time in the one unit that fits.</summary>
internal static class SpanText
{
    private static readonly (string Unit, double Seconds)[] Units = [("s", 1), ("m", 60), ("h", 3_600), ("d", 86_400), ("w", 604_800)];

    /// <summary>Reads <c>90s</c>, <c>15m</c>, <c>12h</c>, <c>30d</c>, <c>2w</c>.</summary>
    public static bool TryParse(string text, out TimeSpan span)
    {
        (string unit, double seconds) = Array.Find(Units, known => text.EndsWith(known.Unit, StringComparison.Ordinal));
        bool isSpan = unit is not null
            && double.TryParse(text[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double count)
            && (seconds *= count) < TimeSpan.MaxValue.TotalSeconds;
        span = isSpan ? TimeSpan.FromSeconds(seconds) : TimeSpan.Zero;
        return isSpan;
    }

    public static string Of(long ns)
    {
        double seconds = ns / (double)Clock.NsPerSecond;
        (double count, string unit) = seconds switch
        {
            < 120 => (seconds, "s"),
            < 7_200 => (seconds / 60, "min"),
            < 172_800 => (seconds / 3_600, "h"),
            _ => (seconds / 86_400, "days"),
        };
        return string.Create(CultureInfo.InvariantCulture, $"{count:0.#} {unit}");
    }
}
