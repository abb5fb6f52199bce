using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Nightjar.Core.Detection;
using Nightjar.Core.Telemetry;
using Nightjar.Server.Detection.Results;
using Nightjar.Server.Detection.Rules;
using Nightjar.Storage.Telemetry;

namespace Nightjar.Server.Detection;

/// <summary>
/// A <see cref="DetectionShard"/> with one caller at a time, which is what a grain gives it. See
/// <c>docs/decisions/007-detection-shards-as-grains.md</c>.
/// </summary>
internal sealed partial class DetectionShardGrain : Grain, IDetectionShardGrain
{
    private readonly List<Anomaly> _changes = [];
    private readonly AnomalyFeed _anomalies;
    private readonly DetectionRules _rules;
    private readonly TimeProvider _time;
    private readonly ILogger<DetectionShardGrain> _log;
    private readonly ShardResults _results;
    private readonly DetectionShard _shard;

    public DetectionShardGrain(
        TelemetryStore store,
        AnomalyFeed anomalies,
        DetectionRules rules,
        ResultQueue results,
        AbnormalMinutes minutes,
        IOptions<DetectionOptions> options,
        TimeProvider time,
        ILogger<DetectionShardGrain> log)
    {
        _anomalies = anomalies;
        _rules = rules;
        _time = time;
        _log = log;
        _results = results.OfShard();
        _shard = new DetectionShard(
            Bounds(options.Value) with { TapOf = _results.TapOf, Minutes = minutes }, id => store.Catalog.TryGet(id, out SeriesEntry entry) ? entry.Series : null);
    }

    /// <inheritdoc />
    public Task<long> RestoreAsync(ShardImage image)
    {
        if (image.Content.Length == 0)
        {
            return Task.FromResult(long.MinValue);
        }

        if (!_shard.TryRestore(image.Content, out long replayFromNs, out string? problem))
        {
            long number = this.GetPrimaryKeyLong();
            LogSnapshotRefused(number, problem ?? "");
            return Task.FromResult(long.MinValue);
        }

        return Task.FromResult(replayFromNs);
    }

    /// <inheritdoc />
    public Task ScoreAsync(ShardBatch batch)
    {
        Score(batch);
        return PublishAsync();
    }

    /// <inheritdoc />
    public async Task<ShardReport> TickAsync(bool judgeSilence)
    {
        _shard.Rules = _rules.Book;
        _shard.Tick(_time.NowNs(), _changes, judgeSilence);
        await PublishAsync();
        ShardStatus status = _shard.Status;
        return new ShardReport(
            status.Learning, status.Judged, status.SecondsToFirstVerdict, _shard.Scored, status.Unscored, status.Forgotten, status.Opened, status.HeldBack);
    }

    /// <inheritdoc />
    public Task AdoptAsync(ShardImage learnt, ShardBatch since)
    {
        if (!_shard.TryAdopt(learnt.Content, _changes, out string? problem))
        {
            LogSnapshotRefused(this.GetPrimaryKeyLong(), problem ?? "");
        }

        return ScoreAsync(since);
    }

    /// <inheritdoc />
    public Task<ShardImage> SnapshotAsync() => Task.FromResult(new ShardImage(_shard.Save()));

    /// <inheritdoc />
    public Task<string[]> OpenAnomaliesAsync() => Task.FromResult(_shard.OpenAnomalies().Select(anomaly => anomaly.Id).ToArray());

    /// <summary>The bounds of one shard.</summary>
    internal static ShardOptions Bounds(DetectionOptions options) => new()
    {
        // Four times the even share: entities are spread by a hash, but the series of one stay together.
        MaxSeries = (int)Math.Min(int.MaxValue, (4L * options.MaxSeries / DetectionOptions.Shards) + 1),
        ForgetAfter = options.ForgetAfter,
        TickInterval = options.TickInterval,
        Detector = options.Detector,
    };

    // hot
    private void Score(ShardBatch batch)
    {
        long nowNs = _time.NowNs();
        _results.IsReplay = batch.IsReplay;
        _shard.Rules = _rules.Book;
        for (int i = 0; i < batch.Count; i++)
        {
            Sample sample = batch[i];
            _shard.Score(sample, batch.IsReplay ? sample.TimeNs : nowNs, _changes);
        }
    }

    private Task PublishAsync()
    {
        if (_changes.Count == 0)
        {
            return Task.CompletedTask;
        }

        Anomaly[] changes = [.. _changes];
        _changes.Clear();
        return _anomalies.PublishAsync(changes);
    }

    [LoggerMessage(EventId = 2001, Level = LogLevel.Warning, Message = "The snapshot of detection shard {Shard} is not used: {Problem}.")]
    private partial void LogSnapshotRefused(long shard, string problem);
}
