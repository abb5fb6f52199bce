using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using Nightjar.Storage.Telemetry;

namespace Nightjar.Server.Detection;

/// <summary>
/// Cuts samples by shard and calls the grains in parallel. One call of <see cref="FlushAsync"/> is under way at a time, which
/// bounds memory to one commit and keeps each series in order. Not thread-safe: the dispatcher's.
/// </summary>
internal sealed partial class ShardRouter
{
    private readonly IDetectionShardGrain[] _grains;
    private readonly ShardBatch[] _batches;
    private readonly List<Task> _calls = new(DetectionOptions.Shards);
    private readonly Histogram<double> _duration;
    private readonly Counter<long> _failures;
    private readonly ILogger<ShardRouter> _log;

    public ShardRouter(IGrainFactory grains, IMeterFactory meters, ILogger<ShardRouter> log)
    {
        _log = log;
        _grains = [.. Enumerable.Range(0, DetectionOptions.Shards).Select(shard => grains.GetGrain<IDetectionShardGrain>(shard))];
        _batches = [.. Enumerable.Range(0, DetectionOptions.Shards).Select(_ => new ShardBatch())];
        Meter meter = meters.Create(SelfMeter.Name);
        _duration = meter.CreateHistogram<double>("nightjar.detection.score.duration", "s", "Time to score one commit, from cutting to the last shard's answer.");
        _failures = meter.CreateCounter<long>("nightjar.detection.failures", "{call}", "Calls of a shard that failed: a fault in Nightjar.");
    }

    /// <summary>The shards, by number.</summary>
    public IReadOnlyList<IDetectionShardGrain> Shards => _grains;

    /// <summary>Samples added since the last flush.</summary>
    public int Waiting { get; private set; }

    /// <summary>Adds a sample.</summary>
    public void Add(SeriesEntry entry, long timeNs, double value) // hot
    {
        _batches[ShardMap.Of(entry)].Add(entry.Id, timeNs, value);
        Waiting++;
    }

    /// <summary>Has all that was added scored. A shard that fails is logged and counted, and does not hold up the others.</summary>
    public async Task FlushAsync(bool isReplay)
    {
        long started = Stopwatch.GetTimestamp();
        for (int shard = 0; shard < _batches.Length; shard++)
        {
            if (_batches[shard].Count > 0)
            {
                _batches[shard].IsReplay = isReplay;
                _calls.Add(CallAsync(shard));
            }
        }

        await Task.WhenAll(_calls);
        _calls.Clear();
        Waiting = 0;
        _duration.Record(Stopwatch.GetElapsedTime(started).TotalSeconds);
    }

    /// <summary>Lets all shards look for silence and count; of one that fails the report is empty.</summary>
    public Task<ShardReport[]> TickAsync(bool judgeSilence) =>
        Task.WhenAll(Enumerable.Range(0, _grains.Length).Select(shard => TickAsync(shard, judgeSilence)));

    private async Task CallAsync(int shard)
    {
        try
        {
            await _grains[shard].ScoreAsync(_batches[shard]);
            _batches[shard].Clear();
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            _failures.Add(1);
            LogShardFailed(failure, shard, _batches[shard].Count);

            // A call that has timed out may still read the old one.
            _batches[shard] = new ShardBatch();
        }
    }

    private async Task<ShardReport> TickAsync(int shard, bool judgeSilence)
    {
        try
        {
            return await _grains[shard].TickAsync(judgeSilence);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            _failures.Add(1);
            LogTickFailed(failure, shard);
            return default;
        }
    }

    [LoggerMessage(EventId = 2021, Level = LogLevel.Error, Message = "Detection shard {Shard} failed; {Samples} samples may be unscored.")]
    private partial void LogShardFailed(Exception failure, int shard, int samples);

    [LoggerMessage(EventId = 2022, Level = LogLevel.Error, Message = "Detection shard {Shard} did not answer its tick; it is asked again at the next one.")]
    private partial void LogTickFailed(Exception failure, int shard);
}
