namespace Nightjar.Core.Detection;

/// <summary>What sort of abnormality. Stored by name: add freely, never rename.</summary>
public enum AnomalyKind
{
    /// <summary>Values outside the expected range.</summary>
    OutOfRange,

    /// <summary>The series stopped without a word (no staleness marker).</summary>
    Silence,
}
