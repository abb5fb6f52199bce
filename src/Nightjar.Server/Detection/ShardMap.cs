using Nightjar.Core.Detection;
using Nightjar.Core.Telemetry;
using Nightjar.Storage.Telemetry;

namespace Nightjar.Server.Detection;

/// <summary>
/// Which shard a series belongs to: that of the machine, instance or pod it is about, as its series are judged together, too. So the buckets of
/// a histogram meet as well.
/// </summary>
internal static class ShardMap
{
    private const int TopBits = 6;

    /// <summary>The shard of a series, worked out once and kept in the entry.</summary>
    public static int Of(SeriesEntry entry) => entry.Shard >= 0 ? entry.Shard : entry.Shard = Of(entry.Series); // hot

    /// <summary>The shard of a series.</summary>
    public static int Of(Series series) => (int)(DetectionShard.KeyOf(series.Labels) >> (64 - TopBits));
}
