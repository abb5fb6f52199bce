using Nightjar.Core.Correlation;
using Nightjar.Core.Detection;
using Nightjar.Core.Diagnosis;
using Nightjar.Core.Telemetry;

namespace Nightjar.Storage.State;

/// <summary>Entities, anomalies, incidents and findings: EF Core on SQLite (<c>state.db</c>, WAL). Thread-safe.</summary>
public sealed class StateStore : IDisposable
{
    /// <summary>Opens or creates the store and brings its tables up to date.</summary>
    /// <exception cref="StorageException">Written by a newer version, or unreadable.</exception>
    public static StateStore Open(string directory) => throw new NotImplementedException();

    /// <summary>Inserts or replaces records by their id, in one durable transaction.</summary>
    public Task SaveAsync(StateChanges changes, CancellationToken cancellation) => throw new NotImplementedException();

    /// <summary>All entities, by id.</summary>
    public Task<IReadOnlyList<Entity>> EntitiesAsync(CancellationToken cancellation) => throw new NotImplementedException();

    /// <summary>Anomalies, newest start first.</summary>
    public Task<IReadOnlyList<Anomaly>> AnomaliesAsync(AnomalyFilter filter, CancellationToken cancellation) => throw new NotImplementedException();

    /// <summary>One anomaly, or null.</summary>
    public Task<Anomaly?> AnomalyAsync(string id, CancellationToken cancellation) => throw new NotImplementedException();

    /// <summary>Incidents, newest start first.</summary>
    public Task<IReadOnlyList<Incident>> IncidentsAsync(IncidentFilter filter, CancellationToken cancellation) => throw new NotImplementedException();

    /// <summary>One incident, or null.</summary>
    public Task<Incident?> IncidentAsync(string id, CancellationToken cancellation) => throw new NotImplementedException();

    /// <summary>What Diagnosis last said of an incident, or null.</summary>
    public Task<Findings?> FindingsAsync(string incidentId, CancellationToken cancellation) => throw new NotImplementedException();

    /// <summary>Deletes closed anomalies and resolved incidents that ended before a time.</summary>
    public Task ForgetAsync(long endedBeforeNs, CancellationToken cancellation) => throw new NotImplementedException();

    /// <inheritdoc />
    public void Dispose() => throw new NotImplementedException();
}
