namespace Nightjar.Evaluation.Anomalies.Simulation;

/// <summary>What is put into a simulated series.</summary>
public enum FaultKind
{
    /// <summary>One sample 8 to 12 σ away.</summary>
    Spike,

    /// <summary>Three samples in a row 8 to 12 σ away.</summary>
    LongSpike,

    /// <summary>From here on everything lies 3 to 5 σ higher or lower.</summary>
    Shift,

    /// <summary>Half an hour of zeros where zero is not usual: at least 8 σ away from all values of the day before.</summary>
    Dropout,

    /// <summary>No more samples.</summary>
    Silence,

    /// <summary>The season stands still for six hours, where it would have moved by at least 8 σ.</summary>
    SeasonBreak,

    /// <summary>Climbs or falls by 8 to 12 σ within four hours, and stays there for two.</summary>
    Drift,

    /// <summary>Half an hour in which values lie four to six times as far from the level as noise does.</summary>
    Variance,

    /// <summary>One value for two hours, where none has stood still for more than two samples in a row on the day before.</summary>
    FlatLine,
}
