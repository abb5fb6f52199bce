using Nightjar.Core.Correlation;
using Nightjar.Core.Diagnosis;
using Nightjar.Core.Telemetry;

namespace Nightjar.Server.Ui.Queries;

/// <summary>An incident in a list.</summary>
/// <param name="Incident">Which.</param>
/// <param name="Entity">What it is about; null when the entity is forgotten.</param>
/// <param name="Suspect">The first suspect, or null where Diagnosis has said nothing yet.</param>
/// <param name="Entities">To name the suspect by.</param>
public sealed record IncidentLine(Incident Incident, Entity? Entity, Suspect? Suspect, IReadOnlyDictionary<EntityId, Entity> Entities);
