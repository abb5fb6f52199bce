namespace Nightjar.Evaluation.Anomalies.Simulation;

/// <summary>The product on series made for the purpose: the same settings and seed give the same report.</summary>
public sealed record SimulationReport
{
    /// <summary>Series of each of the sorts.</summary>
    public required int SeriesPerKind { get; init; }

    /// <summary>Days of one-minute samples in each.</summary>
    public required int Days { get; init; }

    /// <summary>What the random numbers began with.</summary>
    public required int Seed { get; init; }

    /// <summary>Anomalies opened in series without faults, by 1,000 series and day, over all sorts and from the first sample on.</summary>
    public required double FalseAlarmsPer1000SeriesDays { get; init; }

    /// <summary>The same, without the first week of each series; null when there is no more than that.</summary>
    public required double? FalseAlarmsAfterFirstWeek { get; init; }

    /// <summary>What of the false alarms the default alarm budget lets through, with all series as one estate, by 1,000 series and day.</summary>
    public required double ToldPer1000SeriesDays { get; init; }

    /// <summary>The same, without the first week; null when there is no more than that.</summary>
    public required double? ToldAfterFirstWeek { get; init; }

    /// <summary>Faults found in the sorts without heavy tails.</summary>
    public required IReadOnlyList<FaultShare> Faults { get; init; }

    /// <summary>Faults found in those with heavy tails or bursts.</summary>
    public required IReadOnlyList<FaultShare> HeavyTailedFaults { get; init; }

    /// <summary>Each sort.</summary>
    public required IReadOnlyList<KindReport> Kinds { get; init; }
}
