using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Nightjar.Core.Telemetry;
using Nightjar.Storage.Snapshots;
using Nightjar.Storage.Telemetry;

namespace Nightjar.Server.Detection;

/// <summary>
/// Brings learnt state back after a start: loads the snapshots and has the samples since scored again, by the same way as live
/// ones, so that scores are the same as in an unbroken run and anomalies get the same ids.
/// </summary>
internal sealed partial class ShardRestorer(
    TelemetryStore store, SnapshotStore snapshots, ShardRouter router, IOptions<DetectionOptions> options, TimeProvider time, ILogger<ShardRestorer> log)
{
    private const int SamplesAtATime = 50_000;

    /// <summary>The snapshot's name of a shard.</summary>
    public static string NameOf(int shard) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"detection-{shard:00}");

    /// <summary>Returns when every shard has scored all samples stored before the call.</summary>
    public async Task RestoreAsync(CancellationToken cancellation)
    {
        long started = time.GetTimestamp();
        long limitNs = time.NowNs() - options.Value.ReplayLimit.ToNs();
        long[] fromNs = new long[DetectionOptions.Shards];
        for (int shard = 0; shard < DetectionOptions.Shards; shard++)
        {
            long shardFromNs = await router.Shards[shard].RestoreAsync(Load(shard));
            fromNs[shard] = Math.Max(shardFromNs, limitNs);
        }

        long replayed = await ReplayAsync(fromNs, cancellation);
        TimeSpan elapsed = time.GetElapsedTime(started);
        LogRestored(replayed, elapsed);
    }

    private async Task<long> ReplayAsync(long[] fromNs, CancellationToken cancellation)
    {
        long replayed = 0;
        foreach (Sample sample in store.ReadSince(fromNs.Min(), cancellation))
        {
            // What one shard lacks, the others have scored.
            if (store.Catalog.TryGet(sample.Series, out SeriesEntry entry) && sample.TimeNs >= fromNs[ShardMap.Of(entry)])
            {
                router.Add(entry, sample.TimeNs, sample.Value);
                replayed++;
            }

            if (router.Waiting == SamplesAtATime)
            {
                await router.FlushAsync(isReplay: true);
            }
        }

        await router.FlushAsync(isReplay: true);
        return replayed;
    }

    private ShardImage Load(int shard)
    {
        if (snapshots.TryLoad(NameOf(shard), out byte[] content, out string? problem))
        {
            return new ShardImage(content);
        }

        if (problem is not null)
        {
            string name = NameOf(shard);
            LogSnapshotDamaged(name, problem);
        }

        return new ShardImage([]);
    }

    [LoggerMessage(EventId = 2031, Level = LogLevel.Warning, Message = "Snapshot {Name} cannot be read, so its series are learnt anew: {Problem}.")]
    private partial void LogSnapshotDamaged(string name, string problem);

    [LoggerMessage(EventId = 2032, Level = LogLevel.Information, Message = "Detection is restored; {Samples} stored samples were scored again in {Elapsed}.")]
    private partial void LogRestored(long samples, TimeSpan elapsed);
}
