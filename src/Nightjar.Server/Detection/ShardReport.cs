namespace Nightjar.Server.Detection;

/// <summary>Where one shard stands, as of its last tick.</summary>
/// <param name="Learning">Scored series that are not judged yet.</param>
/// <param name="Judged">Scored series that are.</param>
/// <param name="SecondsToFirstVerdict">Until the next learning series is judged; 0 when none is learning.</param>
/// <param name="Scored">Samples scored since the start.</param>
/// <param name="Unscored">Samples passed over because the shard is full.</param>
/// <param name="Forgotten">Series forgotten since the start.</param>
/// <param name="Opened">Anomalies opened since the start.</param>
/// <param name="HeldBack">Abnormal stretches since the start that scheduled events have kept from being anomalies.</param>
[GenerateSerializer]
[Immutable]
public readonly record struct ShardReport(
    [property: Id(0)] int Learning,
    [property: Id(1)] int Judged,
    [property: Id(2)] double SecondsToFirstVerdict,
    [property: Id(3)] long Scored,
    [property: Id(4)] long Unscored,
    [property: Id(5)] long Forgotten,
    [property: Id(6)] long Opened,
    [property: Id(7)] long HeldBack);
