using System.Collections.Frozen;

namespace Nightjar.Server.Ingestion.Otlp;

/// <summary>
/// UCUM units as the endings Prometheus' names carry (OpenTelemetry, "Prometheus and OpenMetrics compatibility"; the word list is
/// that of Prometheus' own translator, so that a metric has one name whichever of the two received it).
/// </summary>
internal static class UnitSuffix
{
    private static readonly FrozenDictionary<string, string> Words = new Dictionary<string, string>
    {
        ["d"] = "days",
        ["h"] = "hours",
        ["min"] = "minutes",
        ["s"] = "seconds",
        ["ms"] = "milliseconds",
        ["us"] = "microseconds",
        ["ns"] = "nanoseconds",
        ["By"] = "bytes",
        ["KiBy"] = "kibibytes",
        ["MiBy"] = "mebibytes",
        ["GiBy"] = "gibibytes",
        ["TiBy"] = "tibibytes",
        ["KBy"] = "kilobytes",
        ["MBy"] = "megabytes",
        ["GBy"] = "gigabytes",
        ["TBy"] = "terabytes",
        ["m"] = "meters",
        ["V"] = "volts",
        ["A"] = "amperes",
        ["J"] = "joules",
        ["W"] = "watts",
        ["g"] = "grams",
        ["Cel"] = "celsius",
        ["Hz"] = "hertz",
        ["1"] = "",
        ["%"] = "percent",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, string> PerWords = new Dictionary<string, string>
    {
        ["s"] = "second",
        ["m"] = "minute",
        ["h"] = "hour",
        ["d"] = "day",
        ["w"] = "week",
        ["mo"] = "month",
        ["y"] = "year",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary><c>By/s</c> as (<c>bytes</c>, <c>per_second</c>); a part in braces, which is an annotation and no unit, as empty.</summary>
    public static (string Main, string Per) Of(string unit)
    {
        int slash = unit.IndexOf('/', StringComparison.Ordinal);
        string main = Word(slash < 0 ? unit : unit[..slash], Words);
        string per = slash < 0 ? "" : Word(unit[(slash + 1)..], PerWords);
        return (main, per.Length == 0 ? "" : "per_" + per);
    }

    private static string Word(string part, FrozenDictionary<string, string> words)
    {
        string trimmed = part.Trim();
        if (trimmed.AsSpan().ContainsAny('{', '}'))
        {
            return "";
        }

        return string.Join('_', MetricName.Words(words.GetValueOrDefault(trimmed, trimmed)));
    }
}
