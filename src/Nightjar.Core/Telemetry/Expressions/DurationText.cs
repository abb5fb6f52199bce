using System.Globalization;
using System.Text.RegularExpressions;

namespace Nightjar.Core.Telemetry.Expressions;

/// <summary>Lengths of time as Prometheus writes them: <c>1h30m</c>, <c>15s</c>, <c>100ms</c>; a year has 365 days.</summary>
public static partial class DurationText
{
    private static readonly (string Unit, long Ms)[] Units =
    [
        ("y", 365L * 86_400_000), ("w", 7L * 86_400_000), ("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1_000), ("ms", 1),
    ];

    /// <summary>Milliseconds; false for anything else, and for what does not fit 64 bits.</summary>
    public static bool TryParse(string text, out long ms)
    {
        ms = 0;
        Match match = Pattern().Match(text);
        if (text.Length == 0 || !match.Success)
        {
            return false;
        }

        foreach ((string unit, long unitMs) in Units)
        {
            Group group = match.Groups[unit];
            if (!group.Success)
            {
                continue;
            }

            if (!long.TryParse(group.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out long count) || count > (long.MaxValue / 1_000_000 - ms) / unitMs)
            {
                return false; // nanoseconds of it must fit, too
            }

            ms += count * unitMs;
        }

        return true;
    }

    [GeneratedRegex(
        @"\A(?:(?<y>[0-9]+)y)?(?:(?<w>[0-9]+)w)?(?:(?<d>[0-9]+)d)?(?:(?<h>[0-9]+)h)?(?:(?<m>[0-9]+)m)?(?:(?<s>[0-9]+)s)?(?:(?<ms>[0-9]+)ms)?\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Pattern();
}
