namespace Nightjar.Core.Detection;

/// <summary>What is said of a sample for others to read.</summary>
public enum ResultKind
{
    /// <summary>The value expected, in the unit of the series.</summary>
    Expected,

    /// <summary>Lower end of the expected range.</summary>
    Lower,

    /// <summary>Upper end of the expected range.</summary>
    Upper,

    /// <summary>How abnormal the value is, 0 to 1 (<see cref="AnomalyScore"/>).</summary>
    Score,
}
