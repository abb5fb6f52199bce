using Nightjar.Server.Detection;

namespace Nightjar.Server.Api.V1;

/// <summary>What Detection knows so far: series not judged yet and judged, and how long until the first verdicts (null when there are some, or nothing is known).</summary>
public sealed record DetectionRecord(
    bool IsRestoring, int Learning, int Judged, double? FirstVerdictsInSeconds, long Scored, long Unscored, long Forgotten, long Opened)
{
    /// <summary>The stage's own figures as a record of the API.</summary>
    public static DetectionRecord Of(DetectionStatus.Snapshot now) => new(
        now.IsRestoring, now.Learning, now.Judged, now.FirstVerdictsIn?.TotalSeconds, now.Scored, now.Unscored, now.Forgotten, now.Opened);
}
