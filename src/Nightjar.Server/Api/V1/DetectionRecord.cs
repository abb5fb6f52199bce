using Nightjar.Server.Detection;

namespace Nightjar.Server.Api.V1;

/// <summary>What Detection knows so far: series not judged yet and judged, and how long until the first verdicts (null when there are some, or nothing is known); <c>HeldBackLastDay</c> anomalies were held back by the budget in 24 hours.</summary>
public sealed record DetectionRecord(
    bool IsRestoring, int Learning, int Judged, double? FirstVerdictsInSeconds, long Scored, long Unscored, long Forgotten, long Opened, int HeldBackLastDay)
{
    /// <summary>The stage's own figures as a record of the API.</summary>
    public static DetectionRecord Of(DetectionStatus.Snapshot now, BudgetGate budget) => new(
        now.IsRestoring, now.Learning, now.Judged, now.FirstVerdictsIn?.TotalSeconds, now.Scored, now.Unscored, now.Forgotten, now.Opened, budget.HeldLastDay);
}
