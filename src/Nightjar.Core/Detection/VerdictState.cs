namespace Nightjar.Core.Detection;

/// <summary>What the detector says of one sample.</summary>
public enum VerdictState : byte
{
    /// <summary>Too little is known of the series to judge.</summary>
    Learning,

    /// <summary>Inside the expected range, or no number (NaN, infinite), which nothing is said about.</summary>
    Normal,

    /// <summary>Outside the expected range.</summary>
    Abnormal,
}
