using Nightjar.Core.Telemetry;
using Nightjar.Storage.Telemetry;

namespace Nightjar.Server.Detection;

/// <summary>Which shard a series belongs to: the top bits of its id; of the whole histogram's id for a bucket, so that its buckets meet.</summary>
internal static class ShardMap
{
    private const int TopBits = 6;

    /// <summary>The shard of a series, worked out once and kept in the entry.</summary>
    public static int Of(SeriesEntry entry) => entry.Shard >= 0 ? entry.Shard : entry.Shard = Of(entry.Series); // hot

    /// <summary>The shard of a series.</summary>
    public static int Of(Series series)
    {
        ulong id = series.Id.Value;
        if (series.Kind.IsBucket() && DerivedSeries.TryHistogramOf(series.Labels, out Labels whole, out _))
        {
            id = whole.Id.Value;
        }

        return (int)(id >> (64 - TopBits));
    }
}
