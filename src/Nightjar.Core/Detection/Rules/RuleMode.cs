namespace Nightjar.Core.Detection.Rules;

/// <summary>Whether a series may have anomalies at all. Stored by name: add freely, never rename.</summary>
public enum RuleMode
{
    /// <summary>As the engine judges.</summary>
    Auto,

    /// <summary>Never, not even for silence. It is still learnt, so that its range can be drawn.</summary>
    Never,

    /// <summary>Whatever is found is told: nothing that holds other series back (a calendar, a budget) holds this one back.</summary>
    Always,
}
