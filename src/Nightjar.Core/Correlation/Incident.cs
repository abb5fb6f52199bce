using System.Collections.Immutable;
using Nightjar.Core.Detection;
using Nightjar.Core.Telemetry;

namespace Nightjar.Core.Correlation;

/// <summary>Symptoms that belong together. The record is replaced whole with each change; <see cref="Id"/> stays.</summary>
public sealed record Incident
{
    /// <summary>Sixteen hexadecimal digits from the root entity and the start: a replay gives the same id. Where that is taken, from the time it was opened.</summary>
    public required string Id { get; init; }

    /// <summary>One line for people: what, how bad.</summary>
    public required string Title { get; init; }

    /// <summary>The entity it is about: the host of the parts that are ill, or the service.</summary>
    public required EntityId Entity { get; init; }

    /// <summary>Where it stands.</summary>
    public required IncidentState State { get; init; }

    /// <summary>The worst of its symptoms.</summary>
    public required Severity Severity { get; init; }

    /// <summary>Onset of the first symptom, ns since 1970 UTC.</summary>
    public required long StartNs { get; init; }

    /// <summary>When Nightjar opened it (start + time to detect).</summary>
    public required long OpenedNs { get; init; }

    /// <summary>When it was resolved; null while it is not.</summary>
    public long? ResolvedNs { get; init; }

    /// <summary>The person who resolved it; null while it is not resolved, and when it resolved itself.</summary>
    public string? ResolvedBy { get; init; }

    /// <summary>Its anomalies, oldest first; bounded, see <see cref="DroppedAnomalies"/>.</summary>
    public required ImmutableArray<Anomaly> Anomalies { get; init; }

    /// <summary>Anomalies beyond the bound: counted, not kept here.</summary>
    public int DroppedAnomalies { get; init; }

    /// <summary>What happened, oldest first; bounded.</summary>
    public required ImmutableArray<TimelineEntry> Timeline { get; init; }
}
