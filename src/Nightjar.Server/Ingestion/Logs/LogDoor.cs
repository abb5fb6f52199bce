using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Nightjar.Core.Telemetry;
using Nightjar.Storage;
using Nightjar.Storage.Telemetry.Logs;

namespace Nightjar.Server.Ingestion.Logs;

/// <summary>
/// The one way in for log records. Batches queue here; one loop mines them, commits many at once and answers them. Because there is one loop, the order in
/// which a service's lines are mined is the order in which they are stored.
/// </summary>
public sealed partial class LogDoor(
    LogStore store,
    PatternBook patterns,
    SourceLedger ledger,
    FrontDoor samples,
    IOptions<LogsOptions> options,
    IOptions<IngestionOptions> ingestion,
    TimeProvider time,
    ILogger<LogDoor> log) : BackgroundService
{
    // A row's own size beside its texts.
    private const int RowBytes = 64;

    private readonly Channel<Waiting> _queue = Channel.CreateUnbounded<Waiting>(new() { SingleReader = true });
    private readonly LogsOptions _options = options.Value;
    private readonly IngestionOptions _ingestion = ingestion.Value;
    private long _queuedBytes;
    private long _savedNs;

    private sealed record Waiting(LogBatch Batch, long Bytes, Refusals Refusals, TaskCompletionSource<LogOutcome> Done);

    /// <summary>The streams known.</summary>
    public LogStreams Streams => store.Streams;

    /// <summary>The memory that bodies of requests take on their way here.</summary>
    public BodyMemory Bodies => samples.Bodies;

    /// <summary>Bytes that wait for a commit.</summary>
    public long QueuedBytes => Interlocked.Read(ref _queuedBytes);

    /// <summary>Why the last commit failed; null since one succeeded.</summary>
    public string? StorageFailure { get; private set; }

    /// <summary>Makes the good records of a batch durable. The batch is taken over: the caller neither uses nor disposes it.</summary>
    /// <param name="batch">The records.</param>
    /// <param name="source">Who sent them, as shown under Settings → Sources.</param>
    /// <param name="refusals">What was refused already; what the door refuses is added.</param>
    /// <param name="cancellation">Only before it queues: the loop may hold the batch until it answers.</param>
    public async ValueTask<LogOutcome> WriteAsync(LogBatch batch, string source, Refusals refusals, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        long bytes = batch.TextBytes + ((long)batch.Count * RowBytes);
        Waiting waiting = new(batch, bytes, refusals, new(TaskCreationOptions.RunContinuationsAsynchronously));

        // The queue may run over by the one batch that fills it: a batch larger than the bound would else be refused for ever.
        LogOutcome outcome;
        if (Interlocked.Add(ref _queuedBytes, bytes) - bytes >= _options.QueuedBytes || !_queue.Writer.TryWrite(waiting))
        {
            Interlocked.Add(ref _queuedBytes, -bytes);
            refusals.Add(RefusalReason.Overloaded, batch.Count, () => "the write queue of logs is full; send it again in a few seconds");
            batch.Dispose();
            outcome = new LogOutcome(WriteOutcome.Overloaded, 0);
        }
        else
        {
            outcome = await waiting.Done.Task;
        }

        ledger.RecordLines(source, outcome.Accepted, refusals, time.NowNs());
        return outcome;
    }

    /// <inheritdoc />
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        Close(); // a loop that never began has answered nobody
        SavePatterns();
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        _savedNs = time.NowNs();
        List<Waiting> requests = [];
        try
        {
            while (await _queue.Reader.WaitToReadAsync(stoppingToken))
            {
                int lines = 0;
                while (lines < _options.CommitLines && _queue.Reader.TryRead(out Waiting? next))
                {
                    requests.Add(next);
                    lines += next.Batch.Count;
                }

                Commit(requests);
                requests.Clear();
                if (time.NowNs() - _savedNs >= _options.SaveInterval.ToNs())
                {
                    SavePatterns();
                }
            }
        }
        finally
        {
            Close();
        }
    }

    private void Close()
    {
        _queue.Writer.TryComplete();
        while (_queue.Reader.TryRead(out Waiting? left))
        {
            Answer(left, new LogOutcome(WriteOutcome.Overloaded, 0));
        }
    }

    private void Commit(List<Waiting> requests)
    {
        WriteOutcome outcome = WriteOutcome.Durable;
        try
        {
            foreach (Waiting request in requests)
            {
                Admit(request);
                patterns.Mine(request.Batch);
            }

            store.Append([.. requests.Select(request => request.Batch)]);
            StorageFailure = null;
        }
        catch (StorageException failure)
        {
            outcome = WriteOutcome.StorageFailed;
            StorageFailure = failure.Message;
            LogCommitFailed(failure);
        }

        foreach (Waiting request in requests)
        {
            if (outcome == WriteOutcome.StorageFailed)
            {
                request.Refusals.Add(RefusalReason.StorageFailed, request.Batch.Count, () => StorageFailure ?? "");
            }

            Answer(request, new LogOutcome(outcome, outcome == WriteOutcome.Durable ? request.Batch.Count : 0));
        }
    }

    private void Answer(Waiting request, LogOutcome outcome)
    {
        Interlocked.Add(ref _queuedBytes, -request.Bytes);
        request.Batch.Dispose();
        request.Done.TrySetResult(outcome);
    }

    /// <summary>A clock that is years off must neither outlive retention nor stand before all that is new.</summary>
    private void Admit(Waiting request)
    {
        long nowNs = time.NowNs();
        int old = request.Batch.Admit(nowNs - store.Options.RetentionAge.ToNs(), nowNs + _ingestion.MaxFuture.ToNs(), nowNs);
        if (old > 0)
        {
            request.Refusals.Add(RefusalReason.TooOld, old, () => "a line is older than storage.logs.retentionAge keeps");
        }
    }

    private void SavePatterns()
    {
        try
        {
            _savedNs = time.NowNs();
            patterns.Save();
        }
        catch (StorageException failure)
        {
            LogSaveFailed(failure);
        }
    }

    [LoggerMessage(EventId = 1611, Level = LogLevel.Error, Message = "A commit of log records failed; their senders were told to send again.")]
    private partial void LogCommitFailed(Exception failure);

    [LoggerMessage(EventId = 1612, Level = LogLevel.Error, Message = "The patterns of logs could not be saved; it is tried again.")]
    private partial void LogSaveFailed(Exception failure);
}
