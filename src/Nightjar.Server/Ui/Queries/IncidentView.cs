using Nightjar.Core.Correlation;
using Nightjar.Core.Diagnosis;
using Nightjar.Core.Telemetry;

namespace Nightjar.Server.Ui.Queries;

/// <summary>An incident's page.</summary>
/// <param name="Incident">What is known.</param>
/// <param name="Findings">Why, as far as Diagnosis has got; null before its first word.</param>
/// <param name="Entities">To name suspects by.</param>
/// <param name="Range">The time all its charts show.</param>
/// <param name="Charts">Its main anomalies, worst first.</param>
public sealed record IncidentView(
    Incident Incident, Findings? Findings, IReadOnlyDictionary<EntityId, Entity> Entities, TimeRange Range, IReadOnlyList<AnomalyChart> Charts);
