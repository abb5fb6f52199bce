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
/// The way of anomaly records out of Detection: what the alarm budget lets through is saved many at a time, then handed to Correlation. Both queues are bounded and
/// waited for, so that a burst of anomalies slows scoring down and loses nothing.
/// </summary>
public sealed partial class AnomalyFeed : BackgroundService
{
    // Records in one transaction of the state store; and how many such may wait for Correlation.
    private const int BatchSize = 500;
    private const int BatchesAhead = 16;

    // The pause before the next try grows by a second each time, up to this. While stopping it ends after a few: the host waits.
    private const int LongestPauseSeconds = 5;
    private const int TriesWhileStopping = 5;

    private readonly Channel<Anomaly> _queue;
    private readonly Channel<IReadOnlyList<Anomaly>> _saved =
        Channel.CreateBounded<IReadOnlyList<Anomaly>>(new BoundedChannelOptions(BatchesAhead) { SingleWriter = true, SingleReader = true });

    private readonly BudgetGate _budget;
    private readonly StateStore _state;
    private readonly TimeProvider _time;
    private readonly ILogger<AnomalyFeed> _log;
    private volatile bool _stopping;

    public AnomalyFeed(BudgetGate budget, StateStore state, IOptions<DetectionOptions> options, TimeProvider time, IMeterFactory meters, ILogger<AnomalyFeed> log)
    {
        _budget = budget;
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
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await _budget.RestoreAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    /// <inheritdoc />
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        // What is queued is still saved; nobody waits for Correlation any more, which reads open anomalies anew at its start.
        _stopping = true;
        _queue.Writer.TryComplete();
        _saved.Writer.TryComplete();
        if (ExecuteTask is not null)
        {
            await ExecuteTask.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        _budget.Save();
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
                if (_budget.Passes(anomaly))
                {
                    newest[anomaly.Id] = anomaly;
                }
            }

            Anomaly[] batch = [.. newest.Values];
            if (batch.Length == 0 || !await SaveAsync(batch, stoppingToken))
            {
                continue;
            }

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

    /// <summary>Tries until it is done: meanwhile the queue fills, and scoring waits. False when it was given up.</summary>
    private async Task<bool> SaveAsync(Anomaly[] batch, CancellationToken cancellation)
    {
        int stoppingTries = 0;
        for (int i = 1; ; i++)
        {
            try
            {
                await _state.SaveAsync(new StateChanges { Anomalies = batch }, cancellation);
                return true;
            }
            catch (StorageException failure) when (!_stopping || ++stoppingTries < TriesWhileStopping)
            {
                LogSaveRetried(failure, i);
                await Task.Delay(TimeSpan.FromSeconds(_stopping ? 1 : Math.Min(i, LongestPauseSeconds)), _time, cancellation);
            }
            catch (Exception failure) when (failure is not (OperationCanceledException or OutOfMemoryException))
            {
                LogSaveFailed(failure, batch.Length);
                return false;
            }
        }
    }

    [LoggerMessage(EventId = 2011, Level = LogLevel.Warning, Message = "Anomalies could not be saved (try {Attempt}); trying again.")]
    private partial void LogSaveRetried(Exception failure, int attempt);

    [LoggerMessage(EventId = 2012, Level = LogLevel.Error, Message = "{Count} anomaly records could not be saved and are given up; those that are still open are saved again within minutes, or after the next start.")]
    private partial void LogSaveFailed(Exception failure, int count);

    [LoggerMessage(EventId = 2013, Level = LogLevel.Information, Message = "{Count} anomaly records were saved while stopping; at the next start Correlation reads what is open, and what became of the anomalies of open incidents.")]
    private partial void LogLateRecords(int count);
}
