using Nightjar.Core.Telemetry;
using Nightjar.Storage.Telemetry;

namespace Nightjar.Server.Api.V1;

/// <summary>What the telemetry store holds: samples in the hot table and in parts, bytes, the range of time, and parts that cannot be read.</summary>
public sealed record StorageRecord(
    long HotSamples,
    long PartSamples,
    int Parts,
    long Bytes,
    double? BytesPerPartSample,
    DateTimeOffset? Oldest,
    DateTimeOffset? Newest,
    IReadOnlyList<string> DamagedParts)
{
    /// <summary>The store's own figures as a record of the API.</summary>
    public static StorageRecord Of(TelemetryStatus status) => new(
        status.HotRows,
        status.PartRows,
        status.Parts,
        status.Bytes,
        status.BytesPerSample,
        status.OldestNs is { } oldest ? Clock.ToTime(oldest) : null,
        status.NewestNs is { } newest ? Clock.ToTime(newest) : null,
        status.DamagedParts);
}
