namespace Nightjar.Core.Detection;

/// <summary>What an excursion looks like, as far as can be told until now. Stored by name: add freely, never rename.</summary>
public enum AnomalyShape : byte
{
    /// <summary>Nothing to tell: a silence, or a bound that people have set.</summary>
    None,

    /// <summary>Jumped away for at most ten samples, and back or not yet longer.</summary>
    Spike,

    /// <summary>At another height: the newest samples together, or for longer than ten.</summary>
    LevelShift,

    /// <summary>The day or the week does not go as learnt.</summary>
    SeasonBreak,

    /// <summary>Has left the level step by step, none of them a jump.</summary>
    Drift,

    /// <summary>For longer than ten samples its steps are more than twice as large as usual: larger noise.</summary>
    VarianceChange,

    /// <summary>What always moved stands still: one value for eight times as long as ever.</summary>
    FlatLine,

    /// <summary>Has climbed, not jumped, well beyond everything it has ever been.</summary>
    NewMaximum,

    /// <summary>The same downwards.</summary>
    NewMinimum,

    /// <summary>Series that always moved together no longer do.</summary>
    Parted,

    /// <summary>Several series have moved at once, each by less than would be told of it alone.</summary>
    Together,
}
