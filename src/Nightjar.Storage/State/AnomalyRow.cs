using Nightjar.Core.Detection;

namespace Nightjar.Storage.State;

internal sealed class AnomalyRow : StoredRecord
{
    /// <summary>The bits of the series' id; SQLite has no unsigned 64-bit number.</summary>
    public required long SeriesId { get; init; }

    public required string Entity { get; init; }

    public required long StartNs { get; init; }

    /// <summary>Null while open.</summary>
    public required long? EndNs { get; init; }

    public static AnomalyRow From(Anomaly anomaly) => new()
    {
        Id = anomaly.Id,
        SeriesId = unchecked((long)anomaly.Series.Id.Value),
        Entity = anomaly.Entity.Value,
        StartNs = anomaly.StartNs,
        EndNs = anomaly.EndNs,
        Record = RecordJson.Write(anomaly),
    };
}
