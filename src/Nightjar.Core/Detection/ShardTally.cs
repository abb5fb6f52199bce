namespace Nightjar.Core.Detection;

/// <summary>What the series of one shard count together.</summary>
internal sealed class ShardTally
{
    /// <summary>Anomalies opened since the start.</summary>
    public long Opened { get; set; }
}
