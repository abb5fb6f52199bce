namespace Nightjar.Storage.Telemetry;

/// <summary>Figures of the store at one moment.</summary>
/// <param name="Series">Series in the catalog.</param>
/// <param name="HotRows">Samples in the hot tables.</param>
/// <param name="PartRows">Samples in the parts.</param>
/// <param name="Parts">Number of parts.</param>
/// <param name="PartBytes">Bytes of the parts.</param>
/// <param name="Bytes">Bytes on disk in all, the hot database and its log included.</param>
/// <param name="OldestNs">Time of the oldest sample; null without samples.</param>
/// <param name="NewestNs">Time of the newest sample; null without samples.</param>
/// <param name="DamagedParts">Files in <c>parts</c> that could not be read at the start; their samples are missing from every read.</param>
public sealed record TelemetryStatus(
    int Series,
    long HotRows,
    long PartRows,
    int Parts,
    long PartBytes,
    long Bytes,
    long? OldestNs,
    long? NewestNs,
    IReadOnlyList<string> DamagedParts)
{
    /// <summary>Bytes a sample takes in the parts; null without parts.</summary>
    public double? BytesPerSample => PartRows > 0 ? (double)PartBytes / PartRows : null;
}
