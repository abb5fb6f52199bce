using Nightjar.Core.Correlation;
using Nightjar.Core.Diagnosis;
using Nightjar.Core.Telemetry;

namespace Nightjar.Server.Api.V1;

/// <summary>An incident with all that is known of it.</summary>
internal sealed record IncidentDetail(
    IncidentRecord Incident,
    IReadOnlyList<AnomalyRecord> Anomalies,
    int DroppedAnomalies,
    IReadOnlyList<TimelineRecord> Timeline,
    DateTimeOffset? DiagnosedAt,
    IReadOnlyList<SuspectRecord> Suspects)
{
    public static IncidentDetail Of(Incident incident, Findings? findings) => new(
        IncidentRecord.Of(incident),
        [.. incident.Anomalies.Select(AnomalyRecord.Of)],
        incident.DroppedAnomalies,
        [.. incident.Timeline.Select(entry => new TimelineRecord(Clock.ToTime(entry.TimeNs), entry.Text, entry.AnomalyId))],
        findings is null ? null : Clock.ToTime(findings.ComputedNs),
        findings is null ? [] : [.. findings.Suspects.Select(SuspectRecord.Of)]);
}

/// <summary>One line of an incident's history.</summary>
internal sealed record TimelineRecord(DateTimeOffset Time, string Text, string? AnomalyId);
