using System.Buffers;
using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Nightjar.Core.Telemetry;
using Nightjar.Server.Ingestion.History;
using Nightjar.Storage;
using Nightjar.Storage.Telemetry;

namespace Nightjar.Server.Ingestion;

/// <summary>
/// The one way in for samples. Requests queue here; one loop checks them against what each series already holds, commits many
/// requests at once, answers them, and hands what is durable on to Detection. Because there is one loop, the newest time and
/// value of a series need no lock.
/// </summary>
public sealed partial class FrontDoor(
    TelemetryStore store,
    SourceLedger ledger,
    IOptions<IngestionOptions> options,
    TimeProvider time,
    ILogger<FrontDoor> log,
    IHostApplicationLifetime? lifetime = null) : BackgroundService
{
    // Commits that may wait for Detection. When it falls behind, the loop waits, the queue fills, and senders get 503.
    private const int CommitsAhead = 8;

    // Pieces of history that wait for Detection to learn from them, some 10 MB each.
    private const int PiecesAhead = 2;

    private readonly Channel<Waiting> _queue = Channel.CreateUnbounded<Waiting>(new() { SingleReader = true });
    private readonly Channel<CommittedSamples> _committed = Channel.CreateBounded<CommittedSamples>(
        new BoundedChannelOptions(CommitsAhead) { SingleWriter = true, SingleReader = true });

    private readonly IngestionOptions _options = options.Value;
    private readonly CancellationToken _serverStopping = lifetime?.ApplicationStopping ?? CancellationToken.None;
    private long _queuedSamples;
    private bool _handsOn = true;

    private sealed record Waiting(SampleBatch Batch, TaskCompletionSource<WriteOutcome> Done);

    /// <summary>Durable samples, for Detection. Single reader.</summary>
    public ChannelReader<CommittedSamples> Committed => _committed.Reader;

    /// <summary>The past from elsewhere, made durable, on its way to Detection. Bounded: who brings it waits. Single reader.</summary>
    internal Channel<HistoryPiece> History { get; } = Channel.CreateBounded<HistoryPiece>(new BoundedChannelOptions(PiecesAhead) { SingleReader = true });

    /// <summary>Samples that wait for a commit.</summary>
    public long QueuedSamples => Interlocked.Read(ref _queuedSamples);

    /// <summary>The memory that bodies of requests take on their way here.</summary>
    public BodyMemory Bodies { get; } = new(options.Value.MaxBodyBytesInFlight);

    /// <summary>True since the last commit failed: the disk is full or failing. Cleared by the next one that succeeds.</summary>
    public string? StorageFailure { get; private set; }

    /// <summary>Makes the good samples of a batch durable. The caller keeps the batch and disposes it after the answer.</summary>
    public async ValueTask<WriteOutcome> WriteAsync(SampleBatch batch, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();

        // The queue may run over by the one batch that fills it: a batch larger than the bound would else be refused for ever.
        if (Interlocked.Add(ref _queuedSamples, batch.Count) - batch.Count >= _options.QueuedSamples && batch.Count > 0)
        {
            Interlocked.Add(ref _queuedSamples, -batch.Count);
            batch.Refusals.Add(RefusalReason.Overloaded, batch.Count, () => "the write queue is full; send it again in a few seconds");
            ledger.Record(batch, time.NowNs());
            return WriteOutcome.Overloaded;
        }

        // The loop may hold the batch's memory until it answers, so the wait itself is not cancelled.
        Waiting waiting = new(batch, new(TaskCreationOptions.RunContinuationsAsynchronously));
        if (!_queue.Writer.TryWrite(waiting))
        {
            Interlocked.Add(ref _queuedSamples, -batch.Count);
            return WriteOutcome.Overloaded; // shutting down
        }

        WriteOutcome outcome = await waiting.Done.Task;
        ledger.Record(batch, time.NowNs());
        return outcome;
    }

    /// <inheritdoc />
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        Close([]); // a loop that never began has answered nobody
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        List<Waiting> requests = [];
        try
        {
            while (await _queue.Reader.WaitToReadAsync(stoppingToken))
            {
                int samples = 0;
                while (samples < _options.CommitSamples && _queue.Reader.TryRead(out Waiting? next))
                {
                    if (next.Batch.IsHistory)
                    {
                        // Detection learns it by its own way: it is not handed on with what is live.
                        Commit([next], next.Batch.Count)?.Dispose();
                        continue;
                    }

                    requests.Add(next);
                    samples += next.Batch.Count;
                }

                if (requests.Count == 0)
                {
                    continue;
                }

                CommittedSamples? committed = Commit(requests, samples);
                requests.Clear();
                if (committed is not null)
                {
                    await HandOnAsync(committed, stoppingToken);
                }
            }
        }
        finally
        {
            Close(requests);
        }
    }

    /// <summary>
    /// While the server stops nobody may take what is handed on, and requests still wait for their answer: the store has it, and the
    /// next start scores it. Once one commit is passed over so are all after it, for Detection goes on from the newest it has scored.
    /// </summary>
    private async Task HandOnAsync(CommittedSamples committed, CancellationToken stopping)
    {
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(stopping, _serverStopping);
        while (_handsOn && !_committed.Writer.TryWrite(committed))
        {
            try
            {
                _handsOn = await _committed.Writer.WaitToWriteAsync(either.Token);
            }
            catch (OperationCanceledException)
            {
                _handsOn = false;
            }
        }

        if (!_handsOn)
        {
            committed.Dispose();
        }
    }

    /// <summary>Takes in no more and answers whoever waits; those taken out of the queue may be answered already.</summary>
    private void Close(List<Waiting> taken)
    {
        _queue.Writer.TryComplete();
        taken.ForEach(request => request.Done.TrySetResult(WriteOutcome.Overloaded));
        while (_queue.Reader.TryRead(out Waiting? left))
        {
            left.Done.TrySetResult(WriteOutcome.Overloaded);
        }

        _committed.Writer.TryComplete();
    }

    private CommittedSamples? Commit(List<Waiting> requests, int samples)
    {
        SeriesSample[] accepted = ArrayPool<SeriesSample>.Shared.Rent(Math.Max(samples, 1));
        int count = 0;
        foreach (Waiting request in requests)
        {
            int before = count;
            count = Admit(request.Batch, accepted, count);
            request.Batch.Accepted = count - before;
        }

        WriteOutcome outcome = WriteOutcome.Durable;
        try
        {
            if (count > 0)
            {
                store.Append(accepted.AsSpan(0, count));
                StorageFailure = null;
            }
        }
        catch (StorageException failure)
        {
            outcome = WriteOutcome.StorageFailed;
            StorageFailure = failure.Message;
            LogCommitFailed(failure);
            if (!requests[0].Batch.IsHistory)
            {
                Forget(accepted.AsSpan(0, count));
            }
        }

        foreach (Waiting request in requests)
        {
            if (outcome == WriteOutcome.StorageFailed)
            {
                request.Batch.Refusals.Add(RefusalReason.StorageFailed, request.Batch.Accepted, () => StorageFailure ?? "");
                request.Batch.Accepted = 0;
            }

            Interlocked.Add(ref _queuedSamples, -request.Batch.Count);
            request.Done.TrySetResult(outcome);
        }

        if (outcome == WriteOutcome.Durable && count > 0)
        {
            return new CommittedSamples(accepted, count);
        }

        ArrayPool<SeriesSample>.Shared.Return(accepted, clearArray: true);
        return null;
    }

    // hot
    private int Admit(SampleBatch batch, SeriesSample[] accepted, int count)
    {
        long nowNs = time.NowNs();
        long newest = nowNs + _options.MaxFuture.ToNs();
        long oldest = nowNs - store.Options.RetentionAge.ToNs();
        ReadOnlySpan<SeriesSample> samples = batch.Samples;
        for (int i = 0; i < samples.Length; i++)
        {
            ref readonly SeriesSample sample = ref samples[i];
            SeriesEntry entry = sample.Entry;
            if ((sample.TimeNs > entry.LastTimeNs || batch.IsHistory) && sample.TimeNs <= newest && sample.TimeNs >= oldest)
            {
                if (sample.TimeNs > entry.LastTimeNs)
                {
                    entry.LastTimeNs = sample.TimeNs;
                    entry.LastValue = sample.Value;
                }

                accepted[count++] = sample;
            }
            else if (Refuse(batch.Refusals, sample, newest, oldest))
            {
                batch.MarkRefused(i);
            }
        }

        return count;
    }

    /// <summary>Counts the refusal. False for a sender's retry: the same value for the same time is kept already, and no error.</summary>
    private static bool Refuse(Refusals refusals, SeriesSample sample, long newest, long oldest)
    {
        SeriesEntry entry = sample.Entry;
        if (sample.TimeNs > newest)
        {
            refusals.Add(RefusalReason.FarFuture, 1, () =>
                $"{entry.Series.Labels} at {Clock.ToTime(sample.TimeNs):O} lies in the future: set the sender's clock, or raise ingestion.maxFuture");
        }
        else if (sample.TimeNs < oldest)
        {
            refusals.Add(RefusalReason.TooOld, 1, () =>
                $"{entry.Series.Labels} at {Clock.ToTime(sample.TimeNs):O} is older than storage.retentionAge keeps");
        }
        else if (sample.TimeNs < entry.LastTimeNs)
        {
            refusals.Add(RefusalReason.OutOfOrder, 1, () =>
                $"{entry.Series.Labels} at {Clock.ToTime(sample.TimeNs):O} is older than its newest sample: send each series in ascending time");
        }
        else if (BitConverter.DoubleToInt64Bits(sample.Value) != BitConverter.DoubleToInt64Bits(entry.LastValue))
        {
            refusals.Add(RefusalReason.Duplicate, 1, () =>
                $"{entry.Series.Labels} at {Clock.ToTime(sample.TimeNs):O} has another value already: two senders write one series, so add a label that tells them apart");
        }
        else
        {
            return false;
        }

        return true;
    }

    /// <summary>After a failed commit the samples must be welcome again.</summary>
    private static void Forget(ReadOnlySpan<SeriesSample> samples)
    {
        foreach (ref readonly SeriesSample sample in samples)
        {
            sample.Entry.LastTimeNs = Math.Min(sample.Entry.LastTimeNs, sample.TimeNs - 1);
        }
    }

    [LoggerMessage(EventId = 1001, Level = LogLevel.Error, Message = "A commit failed; its senders were told to send again.")]
    private partial void LogCommitFailed(Exception failure);
}
