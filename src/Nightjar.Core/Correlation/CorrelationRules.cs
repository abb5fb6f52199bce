namespace Nightjar.Core.Correlation;

/// <summary>When symptoms belong together, and when they are over. Immutable.</summary>
public sealed record CorrelationRules
{
    /// <summary>The defaults.</summary>
    public static CorrelationRules Default { get; } = new();

    /// <summary>An anomaly that starts no later than this after another one, or overlaps it, belongs to the same incident.</summary>
    public TimeSpan JoinWindow { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>An incident is resolved when all its anomalies have been closed for so long.</summary>
    public TimeSpan HoldTime { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>An incident that resolved itself is reopened when one of its symptoms returns within this time.</summary>
    public TimeSpan ReopenWithin { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>
    /// An open anomaly is told of once a minute; one not heard of for so long has been forgotten by Detection and counts as closed.
    /// </summary>
    public TimeSpan UnheardAfter { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>Anomalies kept in one incident; further ones are counted.</summary>
    public int MaxAnomalies { get; init; } = 200;

    /// <summary>Lines kept in one timeline; the oldest line and the newest ones stay.</summary>
    public int MaxTimeline { get; init; } = 200;
}
