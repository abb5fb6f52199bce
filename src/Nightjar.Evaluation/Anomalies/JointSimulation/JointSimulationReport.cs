namespace Nightjar.Evaluation.Anomalies.JointSimulation;

/// <summary>Joint detection on entities made for the purpose: the same settings and seed give the same report.</summary>
public sealed record JointSimulationReport
{
    /// <summary>Entities of each of the sorts.</summary>
    public required int EntitiesPerKind { get; init; }

    /// <summary>Days of one-minute samples in each.</summary>
    public required int Days { get; init; }

    /// <summary>What the random numbers began with.</summary>
    public required int Seed { get; init; }

    /// <summary>Joint anomalies opened in entities without faults, by 1,000 entities and day.</summary>
    public required double FalseAlarmsPer1000EntityDays { get; init; }

    /// <summary>What was found, over all sorts.</summary>
    public required IReadOnlyList<JointFaultShare> Faults { get; init; }

    /// <summary>Each sort.</summary>
    public required IReadOnlyList<EntityKindReport> Kinds { get; init; }
}

/// <summary>What was told of all entities of one sort.</summary>
/// <param name="Kind">Its name.</param>
/// <param name="FalseAlarmsPer1000EntityDays">Joint anomalies without a fault.</param>
/// <param name="Faults">What was found, by kind of fault.</param>
public sealed record EntityKindReport(string Kind, double FalseAlarmsPer1000EntityDays, IReadOnlyList<JointFaultShare> Faults);

/// <summary>What became of the faults of a kind.</summary>
/// <param name="Fault">The <see cref="JointFaultKind"/>, as JSON writes names.</param>
/// <param name="Injected">How many there were.</param>
/// <param name="Found">How many a joint anomaly was opened for; of faults of one series alone it should be none.</param>
/// <param name="RightlyNamed">How many of those name one of the culprits first.</param>
/// <param name="AloneToo">How many an anomaly of one of the culprits was opened for.</param>
public sealed record JointFaultShare(string Fault, int Injected, int Found, int RightlyNamed, int AloneToo);
