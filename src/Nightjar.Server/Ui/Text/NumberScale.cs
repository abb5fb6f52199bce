using System.Globalization;

namespace Nightjar.Server.Ui.Text;

/// <summary>
/// How numbers of about one size are written: value × <see cref="Factor"/> with <see cref="Suffix"/>. The one place where pages and
/// charts get their numbers from; a chart takes one scale for its axis, so that its numbers can be compared at a glance.
/// </summary>
/// <param name="Factor">What a value is multiplied by.</param>
/// <param name="Suffix">What stands behind it, with its leading space; empty for none.</param>
public readonly record struct NumberScale(double Factor, string Suffix)
{
    private const double Thousand = 1_000;
    private const double Kibi = 1_024;

    /// <summary>The scale that suits a size.</summary>
    public static NumberScale For(Measure measure, double size)
    {
        double magnitude = Math.Abs(size);
        string perSecond = measure.PerSecond ? "/s" : "";
        return measure.Kind switch
        {
            MeasureKind.Bytes => Binary(magnitude, perSecond),
            MeasureKind.Seconds => Time(magnitude, 1, perSecond),
            MeasureKind.Milliseconds => Time(magnitude / Thousand, 1 / Thousand, perSecond),
            MeasureKind.Ratio => new(100, " %" + perSecond),
            MeasureKind.Percent => new(1, " %" + perSecond),
            _ => Decimal(magnitude, perSecond),
        };
    }

    /// <summary>One value in its own best scale: <c>97 %</c>, <c>1.5 GiB/s</c>, <c>12.3k</c>.</summary>
    public static string Write(double value, Measure measure) => For(measure, value).Write(value);

    /// <summary>A value in this scale, three significant digits.</summary>
    public string Write(double value) => double.IsNaN(value) ? "no value" : Digits(value * Factor) + Suffix;

    /// <summary>Two ends in one scale: <c>3 to 12 %</c>.</summary>
    public static string WriteRange(double lower, double upper, Measure measure)
    {
        NumberScale scale = For(measure, Math.Max(Math.Abs(lower), Math.Abs(upper)));
        string from = Digits(lower * scale.Factor);
        string to = Digits(upper * scale.Factor);
        return from == to ? to + scale.Suffix : $"{from} to {to}{scale.Suffix}";
    }

    private static NumberScale Binary(double size, string perSecond) => size switch
    {
        >= Kibi * Kibi * Kibi * Kibi => new(1 / (Kibi * Kibi * Kibi * Kibi), " TiB" + perSecond),
        >= Kibi * Kibi * Kibi => new(1 / (Kibi * Kibi * Kibi), " GiB" + perSecond),
        >= Kibi * Kibi => new(1 / (Kibi * Kibi), " MiB" + perSecond),
        >= Kibi => new(1 / Kibi, " KiB" + perSecond),
        _ => new(1, " B" + perSecond),
    };

    private static NumberScale Time(double seconds, double unit, string perSecond) => seconds switch
    {
        >= 2 * 86_400 => new(unit / 86_400, " d" + perSecond),
        >= 2 * 3_600 => new(unit / 3_600, " h" + perSecond),
        >= 120 => new(unit / 60, " min" + perSecond),
        >= 1 or 0 => new(unit, " s" + perSecond),
        >= 1e-3 => new(unit * 1e3, " ms" + perSecond),
        >= 1e-6 => new(unit * 1e6, " µs" + perSecond),
        _ => new(unit * 1e9, " ns" + perSecond),
    };

    private static NumberScale Decimal(double size, string perSecond) => size switch
    {
        >= 1e12 => new(1e-12, "T" + perSecond),
        >= 1e9 => new(1e-9, "G" + perSecond),
        >= 1e6 => new(1e-6, "M" + perSecond),
        >= 1e4 => new(1e-3, "k" + perSecond),
        _ => new(1, perSecond),
    };

    private static string Digits(double value)
    {
        double size = Math.Abs(value);
        string format = size switch
        {
            0 => "0",
            >= 1e15 or < 1e-4 => "0.##E+0",
            >= 100 => "#,0",
            >= 10 => "0.#",
            >= 1 => "0.##",
            >= 0.1 => "0.###",
            _ => "0.#####",
        };
        string text = value.ToString(format, CultureInfo.InvariantCulture);
        return text == "-0" ? "0" : text;
    }
}
