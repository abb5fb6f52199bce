using System.Buffers.Text;
using System.Globalization;

namespace Nightjar.Server.Api.Prometheus;

/// <summary>
/// Numbers as Go writes them, because clients compare text: the shortest digits that read back the same, without exponent
/// ('f'), or with one ("1e+21") where the magnitude is below 1e-6 or from 1e21 on.
/// </summary>
internal static class GoFloat
{
    // 'f' of the smallest double: a sign, "0.", 323 zeros and 17 digits; of the largest: 309 digits.
    /// <summary>Bytes that always suffice.</summary>
    public const int MaxLength = 352;

    /// <summary>As sample values are written; returns the bytes used.</summary>
    public static int Write(double value, Span<byte> target) // hot
    {
        double magnitude = Math.Abs(value);
        return magnitude != 0 && (magnitude < 1e-6 || magnitude >= 1e21) ? WriteExponent(value, target) : WritePlain(value, target);
    }

    /// <summary>As scalars are written: never an exponent.</summary>
    public static int WritePlain(double value, Span<byte> target)
    {
        if (!double.IsFinite(value))
        {
            return Special(value, target);
        }

        Utf8Formatter.TryFormat(value, target, out int used);
        int exponentAt = target[..used].IndexOf((byte)'E');
        if (exponentAt < 0)
        {
            return used;
        }

        (bool isNegative, string digits, int point) = Digits(value);
        string plain = point <= 0 ? "0." + new string('0', -point) + digits
            : point >= digits.Length ? digits + new string('0', point - digits.Length)
            : digits[..point] + "." + digits[point..];
        return Ascii(isNegative ? "-" + plain : plain, target);
    }

    private static int WriteExponent(double value, Span<byte> target)
    {
        if (!double.IsFinite(value))
        {
            return Special(value, target);
        }

        (bool isNegative, string digits, int point) = Digits(value);
        int exponent = point - 1;
        string mantissa = digits.Length == 1 ? digits : digits[..1] + "." + digits[1..];
        string sign = isNegative ? "-" : "";
        return Ascii(string.Create(CultureInfo.InvariantCulture, $"{sign}{mantissa}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}"), target);
    }

    /// <summary>The shortest digits d₁d₂… and where the point stands: value = 0.d₁d₂… × 10^point.</summary>
    private static (bool IsNegative, string Digits, int Point) Digits(double value)
    {
        string text = Math.Abs(value).ToString("R", CultureInfo.InvariantCulture);
        int exponentAt = text.IndexOf('E', StringComparison.Ordinal);
        int exponent = exponentAt < 0 ? 0 : int.Parse(text.AsSpan(exponentAt + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        string mantissa = exponentAt < 0 ? text : text[..exponentAt];
        int point = mantissa.IndexOf('.', StringComparison.Ordinal);
        string digits = mantissa.Replace(".", "", StringComparison.Ordinal);
        int before = point < 0 ? mantissa.Length : point;
        int zeros = digits.Length - digits.TrimStart('0').Length;
        return (double.IsNegative(value), digits.Trim('0'), before - zeros + exponent);
    }

    private static int Special(double value, Span<byte> target) =>
        Ascii(double.IsNaN(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf", target);

    private static int Ascii(string text, Span<byte> target) => System.Text.Encoding.ASCII.GetBytes(text, target);
}
