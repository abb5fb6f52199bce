using Nightjar.Core;
using Nightjar.Core.Correlation;
using Nightjar.Core.Telemetry;

namespace Nightjar.Server.Api.V1;

/// <summary>An incident in a list.</summary>
internal sealed record IncidentRecord(
    string Id,
    string Title,
    string Entity,
    IncidentState State,
    Severity Severity,
    DateTimeOffset Start,
    DateTimeOffset Opened,
    DateTimeOffset? Resolved,
    int Anomalies)
{
    public static IncidentRecord Of(Incident incident) => new(
        incident.Id,
        incident.Title,
        incident.Entity.Value,
        incident.State,
        incident.Severity,
        Clock.ToTime(incident.StartNs),
        Clock.ToTime(incident.OpenedNs),
        incident.ResolvedNs is { } resolved ? Clock.ToTime(resolved) : null,
        incident.Anomalies.Length + incident.DroppedAnomalies);
}
