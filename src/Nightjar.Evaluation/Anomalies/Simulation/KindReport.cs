namespace Nightjar.Evaluation.Anomalies.Simulation;

/// <summary>What was told of all series of one sort.</summary>
/// <param name="Kind">Its name.</param>
/// <param name="HeavyTailed">True when its faults are reported apart.</param>
/// <param name="FalseAlarmsPer1000SeriesDays">Anomalies opened without a fault, by 1,000 series and day.</param>
/// <param name="FalseAlarmsAfterFirstWeek">The same, without the first week; null when there is no more than that.</param>
/// <param name="Faults">Found, by kind of fault.</param>
public sealed record KindReport(
    string Kind, bool HeavyTailed, double FalseAlarmsPer1000SeriesDays, double? FalseAlarmsAfterFirstWeek, IReadOnlyList<FaultShare> Faults);
