namespace Nightjar.Core.Telemetry;

/// <summary>The names of derived series: a raw metric's name and one of these endings.</summary>
public static class DerivedName
{
    /// <summary>Events or units a second.</summary>
    public const string Rate = ":rate";

    /// <summary>The median of a histogram.</summary>
    public const string P50 = ":p50";

    /// <summary>The 95th percentile of a histogram.</summary>
    public const string P95 = ":p95";

    /// <summary>The 99th percentile of a histogram.</summary>
    public const string P99 = ":p99";
}
