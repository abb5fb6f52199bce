using Nightjar.Core.Correlation;
using Nightjar.Core.Detection;
using Nightjar.Core.Detection.Rules;
using Nightjar.Core.Diagnosis;
using Nightjar.Core.Telemetry;

namespace Nightjar.Storage.State;

/// <summary>Records to insert or replace together.</summary>
public sealed record StateChanges
{
    /// <summary>Entities by <see cref="Entity.Id"/>.</summary>
    public IReadOnlyCollection<Entity> Entities { get; init; } = [];

    /// <summary>Anomalies by <see cref="Anomaly.Id"/>.</summary>
    public IReadOnlyCollection<Anomaly> Anomalies { get; init; } = [];

    /// <summary>Incidents by <see cref="Incident.Id"/>.</summary>
    public IReadOnlyCollection<Incident> Incidents { get; init; } = [];

    /// <summary>Findings by <see cref="Core.Diagnosis.Findings.IncidentId"/>.</summary>
    public IReadOnlyCollection<Findings> Findings { get; init; } = [];

    /// <summary>Rules by <see cref="SavedRule.Id"/>.</summary>
    public IReadOnlyCollection<SavedRule> Rules { get; init; } = [];

    /// <summary>Words on anomalies by <see cref="Core.Detection.Rules.Feedback.AnomalyId"/>.</summary>
    public IReadOnlyCollection<Feedback> Feedback { get; init; } = [];
}
