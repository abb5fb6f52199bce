using Nightjar.Core.Telemetry;

namespace Nightjar.Storage.State;

/// <summary>Which anomalies: those that touch the range and fit what is set.</summary>
public sealed record AnomalyFilter
{
    /// <summary>Any anomaly whose interval touches it; null for all time.</summary>
    public TimeRange? Range { get; init; }

    /// <summary>Of this entity only.</summary>
    public EntityId? Entity { get; init; }

    /// <summary>Of this series only (the derived one, where it was seen in a derived series).</summary>
    public SeriesId? Series { get; init; }

    /// <summary>Only those still open.</summary>
    public bool OpenOnly { get; init; }

    /// <summary>At most so many.</summary>
    public int Limit { get; init; } = 1_000;
}
