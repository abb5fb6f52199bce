namespace Nightjar.Storage.Telemetry;

/// <summary>Bounds of one SQL statement.</summary>
public sealed record SqlQueryLimits
{
    /// <summary>Rows given back; more are cut off and <see cref="SqlQueryResult.Truncated"/> says so.</summary>
    public int MaxRows { get; init; } = 10_000;

    /// <summary>After this the statement is ended.</summary>
    public TimeSpan MaxDuration { get; init; } = TimeSpan.FromSeconds(30);
}
