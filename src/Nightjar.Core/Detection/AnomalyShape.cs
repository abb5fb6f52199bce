namespace Nightjar.Core.Detection;

/// <summary>What an excursion looks like, as far as can be told until now. Stored by name: add freely, never rename.</summary>
public enum AnomalyShape
{
    /// <summary>Nothing to tell: a silence, or a bound that people have set.</summary>
    None,

    /// <summary>Away for at most ten samples, and back or not yet longer.</summary>
    Spike,

    /// <summary>At another height: the newest samples together, or for longer than ten.</summary>
    LevelShift,

    /// <summary>The day or the week does not go as learnt.</summary>
    SeasonBreak,
}
