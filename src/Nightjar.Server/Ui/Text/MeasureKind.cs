namespace Nightjar.Server.Ui.Text;

/// <summary>What a number counts, as far as it matters for writing it.</summary>
public enum MeasureKind
{
    /// <summary>A number without a unit we know.</summary>
    Plain,

    /// <summary>Bytes; written in KiB, MiB, GiB.</summary>
    Bytes,

    /// <summary>Seconds; written in µs, ms, s, min, h, d.</summary>
    Seconds,

    /// <summary>Milliseconds; written as seconds are.</summary>
    Milliseconds,

    /// <summary>A share, 0 to 1; written in percent.</summary>
    Ratio,

    /// <summary>Already in percent.</summary>
    Percent,
}
