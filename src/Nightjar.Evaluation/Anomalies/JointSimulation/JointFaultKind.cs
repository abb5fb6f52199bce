namespace Nightjar.Evaluation.Anomalies.JointSimulation;

/// <summary>What is done to some series of an entity.</summary>
public enum JointFaultKind
{
    /// <summary>A group rises by 2.5 sizes of its movement within ten minutes, and one of it stays where it was, for two hours.</summary>
    LeftBehind,

    /// <summary>One of a group wanders by itself for two hours, no further than it always did.</summary>
    OwnWay,

    /// <summary>All series move by 2 σ of their noise, each to its side, for two hours.</summary>
    Together,

    /// <summary>One series moves by 10 σ for an hour: its own news, which nobody should tell again.</summary>
    Alone,
}
