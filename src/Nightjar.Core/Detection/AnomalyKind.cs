namespace Nightjar.Core.Detection;

/// <summary>What sort of abnormality. Stored by name: add freely, never rename.</summary>
public enum AnomalyKind
{
    /// <summary>Values outside the expected range.</summary>
    OutOfRange,

    /// <summary>The series stopped without a word (no staleness marker).</summary>
    Silence,

    /// <summary>Several series of one entity show together what none of them shows alone.</summary>
    Joint,
}
