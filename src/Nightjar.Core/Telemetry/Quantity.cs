using System.Globalization;

namespace Nightjar.Core.Telemetry;

/// <summary>Numbers with their unit as people read them: <c>97 %</c>, <c>3.2 GiB</c>, <c>120 ms</c>.</summary>
public static class Quantity
{
    private static readonly string[] BinaryPrefixes = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"];

    /// <summary>One value.</summary>
    /// <param name="value">As stored. NaN is written as a dash.</param>
    /// <param name="unit">UCUM or Prometheus' base unit, with <c>/s</c> for a rate; <c>1</c> for a ratio; empty when unknown.</param>
    public static string Format(double value, string unit)
    {
        if (!double.IsFinite(value))
        {
            return double.IsNaN(value) ? "–" : value > 0 ? "∞" : "−∞";
        }

        return unit switch
        {
            "1" or "ratio" => Number(value * 100) + " %",
            "By" or "bytes" => Bytes(value),
            "By/s" or "bytes/s" => Bytes(value) + "/s",
            "s" or "seconds" => Seconds(value),
            "s/s" or "seconds/s" => Number(value * 100) + " %",
            "1/s" or "ratio/s" => Number(value) + "/s",
            "" => Number(value),
            _ when unit.StartsWith('{') => Number(value) + Suffix(unit),
            _ => Number(value) + " " + unit,
        };
    }

    /// <summary>A range with the unit once where both ends share it: <c>3 to 12 %</c>.</summary>
    public static string FormatRange(double lower, double upper, string unit)
    {
        string from = Format(lower, unit);
        string to = Format(upper, unit);
        int space = from.LastIndexOf(' ');
        bool shared = space > 0 && to.EndsWith(from[space..], StringComparison.Ordinal);
        return from == to ? from : (shared ? from[..space] : from) + " to " + to;
    }

    /// <summary>A UCUM annotation (<c>{process}</c>) says what is counted, which the name says, too.</summary>
    private static string Suffix(string unit) => unit.EndsWith("/s", StringComparison.Ordinal) ? "/s" : "";

    private static string Bytes(double value)
    {
        int prefix = 0;
        while (Math.Abs(value) >= 1024 && prefix < BinaryPrefixes.Length - 1)
        {
            value /= 1024;
            prefix++;
        }

        return Number(value) + " " + BinaryPrefixes[prefix];
    }

    private static string Seconds(double value) => Math.Abs(value) switch
    {
        0 => "0 s",
        < 1e-3 => Number(value * 1e6) + " µs",
        < 1 => Number(value * 1e3) + " ms",
        < 120 => Number(value) + " s",
        < 7200 => Number(value / 60) + " min",
        < 172_800 => Number(value / 3600) + " h",
        _ => Number(value / 86_400) + " d",
    };

    /// <summary>Three significant digits, thousands as k, M, G.</summary>
    private static string Number(double value)
    {
        double size = Math.Abs(value);
        (double scaled, string suffix) = size switch
        {
            >= 1e15 => (value, ""),
            >= 1e9 => (value / 1e9, "G"),
            >= 1e6 => (value / 1e6, "M"),
            >= 1e4 => (value / 1e3, "k"),
            _ => (value, ""),
        };
        double shown = Math.Abs(scaled);
        string format = size is >= 1e15 or (> 0 and < 1e-3) ? "0.##e0" : shown >= 100 ? "0" : shown >= 10 ? "0.#" : shown >= 0.1 ? "0.##" : "0.####";
        return scaled.ToString(format, CultureInfo.InvariantCulture).Replace("-", "−", StringComparison.Ordinal).Replace("e−", "e-", StringComparison.Ordinal) + suffix;
    }
}
