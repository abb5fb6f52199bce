using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Nightjar.Core.Detection;
using Nightjar.Core.Telemetry;
using Nightjar.Server.Detection.Rules;
using Nightjar.Server.Ingestion;
using Nightjar.Server.Ingestion.History;
using Nightjar.Storage.Telemetry;

namespace Nightjar.Server.Detection;

/// <summary>
/// Learns from a past in shards of its own, beside those that judge what is live; at its end each live shard takes over what was learnt
/// of its series and scores again what is stored since. What would have been raised in the past is not: it is no news.
/// </summary>
internal sealed partial class HistoryLearner(
    FrontDoor door,
    TelemetryStore store,
    ShardRouter router,
    ShardSaver saver,
    DetectionRules rules,
    DetectionStatus status,
    IOptions<DetectionOptions> options,
    TimeProvider time,
    ILogger<HistoryLearner> log) : BackgroundService
{
    // Series whose stored samples are read at once: some MB with days of them.
    private const int SeriesAtATime = 256;

    private static readonly TimeSpan RestoreLook = TimeSpan.FromSeconds(1);

    private readonly List<Sample>[] _cut = [.. Enumerable.Range(0, DetectionOptions.Shards).Select(_ => new List<Sample>())];
    private readonly Dictionary<SeriesEntry, long>[] _newest = [.. Enumerable.Range(0, DetectionOptions.Shards).Select(_ => new Dictionary<SeriesEntry, long>())];
    private DetectionShard[]? _shards;

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (HistoryPiece piece in door.History.Reader.ReadAllAsync(stoppingToken))
        {
            if (piece.Samples is { } samples)
            {
                using (samples)
                {
                    Learn(samples);
                }
            }

            if (piece.Learnt is { } learnt)
            {
                await HandOverAsync(stoppingToken);
                learnt.TrySetResult();
            }
        }
    }

    private void Learn(SampleBatch samples)
    {
        _shards ??= [.. Enumerable.Range(0, DetectionOptions.Shards).Select(_ => NewShard())];
        Cut(samples.Samples);
        DetectionShard[] shards = _shards;

        // By the present all of it is late: a series that is only remembered and does not come live is not called silent.
        long nowNs = time.NowNs();
        Parallel.For(0, DetectionOptions.Shards, shard =>
        {
            List<Anomaly> unsaid = [];

            // A source gives one series after the other; the buckets of a histogram make a point together, and the series of an entity are looked at together.
            _cut[shard].Sort(static (a, b) => a.TimeNs.CompareTo(b.TimeNs));
            foreach (Sample sample in _cut[shard])
            {
                shards[shard].Score(sample, nowNs, unsaid);
            }

            _cut[shard].Clear();
        });
    }

    // hot
    private void Cut(ReadOnlySpan<SeriesSample> samples)
    {
        foreach (ref readonly SeriesSample sample in samples)
        {
            int shard = ShardMap.Of(sample.Entry);
            _cut[shard].Add(new Sample(sample.Entry.Id, sample.TimeNs, sample.Value));
            _newest[shard][sample.Entry] = sample.TimeNs;
        }
    }

    private DetectionShard NewShard() => new(
        DetectionShardGrain.Bounds(options.Value), id => store.Catalog.TryGet(id, out SeriesEntry entry) ? entry.Series : null)
    { Rules = rules.Book };

    private async Task HandOverAsync(CancellationToken cancellation)
    {
        while (status.Now.IsRestoring)
        {
            await Task.Delay(RestoreLook, time, cancellation);
        }

        for (int shard = 0; _shards is not null && shard < DetectionOptions.Shards; shard++)
        {
            if (_newest[shard].Count > 0)
            {
                await router.Shards[shard].AdoptAsync(new ShardImage(_shards[shard].Save()), Since(_newest[shard], cancellation));
                _newest[shard].Clear();
            }
        }

        // From now on a restart goes on from here, so it has to be on disk before the source counts as done.
        await saver.SaveAllAsync();
        _shards = null;
        LogHandedOver();
    }

    /// <summary>What is stored of the series after what was learnt of them, each in ascending time (the buckets of one time together).</summary>
    private ShardBatch Since(Dictionary<SeriesEntry, long> newest, CancellationToken cancellation)
    {
        List<Sample> since = [];
        foreach (KeyValuePair<SeriesEntry, long>[] some in newest.Chunk(SeriesAtATime))
        {
            TimeRange range = new(some.Min(pair => pair.Value) + 1, long.MaxValue);
            foreach ((SeriesId id, SamplePoint[] points) in store.Read([.. some.Select(pair => pair.Key.Id)], range, cancellation))
            {
                since.AddRange(points.Select(point => new Sample(id, point.TimeNs, point.Value)));
            }
        }

        since.Sort(static (a, b) => a.TimeNs.CompareTo(b.TimeNs));
        ShardBatch batch = new() { IsReplay = true };
        since.ForEach(sample => batch.Add(sample.Series, sample.TimeNs, sample.Value));
        return batch;
    }

    [LoggerMessage(EventId = 2081, Level = LogLevel.Information, Message = "What was learnt from history is in use.")]
    private partial void LogHandedOver();
}
