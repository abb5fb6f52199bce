using System.Globalization;
using Nightjar.Core.Telemetry;

namespace Nightjar.Commands.Text;

/// <summary>A length of time in the one unit that fits.</summary>
internal static class SpanText
{
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
