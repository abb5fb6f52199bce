using System.Globalization;

namespace Nightjar.Server.Ingestion.Otlp;

/// <summary>A bucket's bound or a quantile's rank as a label's text.</summary>
internal static class BoundText
{
    /// <summary>
    /// The shortest decimal that reads back as the same double, never with an exponent, as Prometheus' own OTLP receiver writes it:
    /// <c>0.005</c>, <c>10</c>, <c>+Inf</c>.
    /// </summary>
    public static string Of(double bound)
    {
        if (double.IsPositiveInfinity(bound))
        {
            return "+Inf";
        }

        if (double.IsNegativeInfinity(bound))
        {
            return "-Inf";
        }

        string shortest = bound.ToString("R", CultureInfo.InvariantCulture);
        int e = shortest.IndexOf('E', StringComparison.Ordinal);
        if (e < 0)
        {
            return shortest == "-0" ? "0" : shortest;
        }

        int exponent = int.Parse(shortest.AsSpan(e + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        string sign = shortest[0] == '-' ? "-" : "";
        string digits = shortest[sign.Length..e].Replace(".", "", StringComparison.Ordinal);
        return exponent < 0
            ? $"{sign}0.{new string('0', -exponent - 1)}{digits}"
            : $"{sign}{digits.PadRight(exponent + 1, '0')}";
    }
}
