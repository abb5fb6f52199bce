using Nightjar.Core.Correlation;

namespace Nightjar.Storage.State;

internal sealed class IncidentRow : StoredRecord
{
    public required string Entity { get; init; }

    /// <summary>The state's name.</summary>
    public required string State { get; init; }

    public required long StartNs { get; init; }

    /// <summary>Null while it is not resolved.</summary>
    public required long? ResolvedNs { get; init; }

    public static IncidentRow From(Incident incident) => new()
    {
        Id = incident.Id,
        Entity = incident.Entity.Value,
        State = incident.State.ToString(),
        StartNs = incident.StartNs,
        ResolvedNs = incident.ResolvedNs,
        Record = RecordJson.Write(incident),
    };
}
