namespace Nightjar.Core.Telemetry;

/// <summary>
/// The identity of a series: the 64-bit XXH3 of its canonical labels (see <see cref="Labels"/>).
/// Two label sets share an id with a chance of about n²/2^65: 3e-6 for ten million series; the catalog refuses the second.
/// </summary>
/// <param name="Value">The hash. Shown as 16 hexadecimal digits.</param>
public readonly record struct SeriesId(ulong Value)
{
    /// <summary>Sixteen lower-case hexadecimal digits, as used in URLs.</summary>
    public override string ToString() => Value.ToString("x16", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Reads what <see cref="ToString"/> writes.</summary>
    public static bool TryParse(string? text, out SeriesId id)
    {
        bool parsed = ulong.TryParse(
            text, System.Globalization.NumberStyles.AllowHexSpecifier, System.Globalization.CultureInfo.InvariantCulture, out ulong value);
        id = new SeriesId(value);
        return parsed;
    }
}
