using Nightjar.Core.Correlation;
using Nightjar.Core.Telemetry;

namespace Nightjar.Storage.State;

/// <summary>Which incidents: those that touch the range and fit what is set.</summary>
public sealed record IncidentFilter
{
    /// <summary>Any incident whose interval touches it; null for all time.</summary>
    public TimeRange? Range { get; init; }

    /// <summary>About this entity only.</summary>
    public EntityId? Entity { get; init; }

    /// <summary>In one of these states only; empty for any.</summary>
    public IReadOnlyCollection<IncidentState> States { get; init; } = [];

    /// <summary>At most so many.</summary>
    public int Limit { get; init; } = 1_000;
}
