namespace Nightjar.Core.Detection;

/// <summary>Where a shard stands, as of its last tick.</summary>
/// <param name="Learning">Scored series that are not judged yet.</param>
/// <param name="Judged">Scored series that are.</param>
/// <param name="SecondsToFirstVerdict">Until the next learning series is judged, if it goes on as so far; 0 when none is learning.</param>
/// <param name="Unscored">Samples passed over since the start because the shard is full or knows nothing of their series.</param>
/// <param name="Forgotten">Series forgotten since the start.</param>
/// <param name="Opened">Anomalies opened since the start.</param>
/// <param name="HeldBack">Abnormal stretches since the start that scheduled events have kept from being anomalies.</param>
public readonly record struct ShardStatus(
    int Learning, int Judged, double SecondsToFirstVerdict, long Unscored, long Forgotten, long Opened, long HeldBack);
