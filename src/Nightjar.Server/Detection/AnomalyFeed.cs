using System.Diagnostics.Metrics;
using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Nightjar.Core.Detection;
using Nightjar.Storage;
using Nightjar.Storage.State;

namespace Nightjar.Server.Detection;

/// <summary>
/// The way of anomaly records out of Detection: saved many at a time, then handed to Correlation. Both queues are bounded and
/// waited for, so that a burst of anomalies slows scoring down and loses nothing.
/// </summary>
public sealed partial class AnomalyFeed : BackgroundService
{
    // Records in one transaction of the state store; and how many such may wait for Correlation.
    private const int BatchSize = 500;
    private const int BatchesAhead = 16;
    private const int SaveTries = 5;
    private static readonly TimeSpan BeforeNextTry = TimeSpan.FromSeconds(1);

    private readonly Channel<Anomaly> _queue;
    private readonly Channel<IReadOnlyList<Anomaly>> _saved =
        Channel.CreateBounded<IReadOnlyList<Anomaly>>(new BoundedChannelOptions(BatchesAhead) { SingleWriter = true, SingleReader = true });

    private readonly StateStore _state;
    private readonly TimeProvider _time;
    private readonly ILogger<AnomalyFeed> _log;

    public AnomalyFeed(StateStore state, IOptions<DetectionOptions> options, TimeProvider time, IMeterFactory meters, ILogger<AnomalyFeed> log)
    {
        _state = state;
        _time = time;
        _log = log;
        _queue = Channel.CreateBounded<Anomaly>(new BoundedChannelOptions(options.Value.QueuedAnomalies) { SingleReader = true });
        Meter meter = meters.Create(SelfMeter.Name);
        meter.CreateObservableGauge("nightjar.detection.anomalies.queued", () => _queue.Reader.Count, "{anomaly}", "Anomaly records that wait to be saved.");
        meter.CreateObservableGauge(
            "nightjar.detection.anomalies.queue_limit", () => options.Value.QueuedAnomalies, "{anomaly}", "Most anomaly records that may wait.");
    }

    /// <summary>Saved records, for Correlation. Single reader.</summary>
    public ChannelReader<IReadOnlyList<Anomaly>> Saved => _saved.Reader;

    /// <summary>Takes records; waits while the queue is full.</summary>
    public async Task PublishAsync(IReadOnlyList<Anomaly> changes)
    {
        foreach (Anomaly change in changes)
        {
            await _queue.Writer.WriteAsync(change);
        }
    }

    /// <inheritdoc />
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        // What is queued is still saved; nobody waits for Correlation any more, which reads open anomalies anew at its start.
        _queue.Writer.TryComplete();
        _saved.Writer.TryComplete();
        if (ExecuteTask is not null)
        {
            await ExecuteTask.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await base.StopAsync(cancellationToken);
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        Dictionary<string, Anomaly> newest = new(StringComparer.Ordinal);
        while (await _queue.Reader.WaitToReadAsync(stoppingToken))
        {
            newest.Clear();
            int taken = 0;
            while (taken++ < BatchSize && _queue.Reader.TryRead(out Anomaly? anomaly))
            {
                newest[anomaly.Id] = anomaly;
            }

            Anomaly[] batch = [.. newest.Values];
            await SaveAsync(batch, stoppingToken);
            try
            {
                await _saved.Writer.WriteAsync(batch, stoppingToken);
            }
            catch (ChannelClosedException)
            {
                LogLateRecords(batch.Length);
            }
        }
    }

    private async Task SaveAsync(Anomaly[] batch, CancellationToken cancellation)
    {
        for (int i = 1; ; i++)
        {
            try
            {
                await _state.SaveAsync(new StateChanges { Anomalies = batch }, cancellation);
                return;
            }
            catch (StorageException failure) when (i < SaveTries)
            {
                LogSaveRetried(failure, i);
                await Task.Delay(BeforeNextTry, _time, cancellation);
            }
            catch (StorageException failure)
            {
                LogSaveFailed(failure, batch.Length);
                return;
            }
        }
    }

    [LoggerMessage(EventId = 2011, Level = LogLevel.Warning, Message = "Anomalies could not be saved (try {Attempt}); trying again.")]
    private partial void LogSaveRetried(Exception failure, int attempt);

    [LoggerMessage(EventId = 2012, Level = LogLevel.Error, Message = "{Count} anomaly records could not be saved and are known to Correlation only.")]
    private partial void LogSaveFailed(Exception failure, int count);

    [LoggerMessage(EventId = 2013, Level = LogLevel.Information, Message = "{Count} anomaly records were saved while stopping; Correlation reads them at the next start.")]
    private partial void LogLateRecords(int count);
}
