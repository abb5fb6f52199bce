using Nightjar.Core.Telemetry;
using Nightjar.Storage.Telemetry;

namespace Nightjar.Server.Ingestion.History;

/// <summary>The way of a past from elsewhere into the store and on to Detection. One source at a time: what is learnt is handed over whole.</summary>
internal sealed class HistoryLane(FrontDoor door, TelemetryStore store, TimeProvider time) : IDisposable
{
    // Some 10 MB.
    private const int PieceSamples = 400_000;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>Waits until no other source is under way. Dispose what it gives.</summary>
    public async Task<IDisposable> TakeTurnAsync(CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        return new Turn(_turn);
    }

    /// <summary>Makes a batch durable. Full means that live senders are served first; a failing disk is waited for.</summary>
    public async Task StoreAsync(SampleBatch batch, CancellationToken cancellation)
    {
        while (await door.WriteAsync(batch, cancellation) is not WriteOutcome.Durable)
        {
            await Task.Delay(Pause, time, cancellation);
        }
    }

    /// <summary>Has Detection learn from durable samples, each series in ascending time; the batch is disposed there.</summary>
    public ValueTask LearnAsync(SampleBatch batch, CancellationToken cancellation) => door.History.Writer.WriteAsync(new HistoryPiece(batch), cancellation);

    /// <summary>Has Detection learn what is stored of some series, in ascending time.</summary>
    /// <exception cref="Storage.StorageException">The disk fails.</exception>
    public async Task LearnStoredAsync(string source, IReadOnlySet<SeriesId> series, TimeRange range, CancellationToken cancellation)
    {
        SampleBatch batch = new(source) { IsHistory = true };
        foreach (Sample sample in store.ReadSince(range.FromNs, cancellation))
        {
            if (sample.TimeNs > range.ToNs)
            {
                break;
            }

            if (series.Contains(sample.Series) && store.Catalog.TryGet(sample.Series, out SeriesEntry entry))
            {
                batch.Add(entry, sample.TimeNs, sample.Value);
            }

            if (batch.Count == PieceSamples)
            {
                await LearnAsync(batch, cancellation);
                batch = new SampleBatch(source) { IsHistory = true };
            }
        }

        await LearnAsync(batch, cancellation);
    }

    /// <summary>Returns once all that was learnt is in use, and saved.</summary>
    public async Task HandOverAsync(CancellationToken cancellation)
    {
        TaskCompletionSource learnt = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await door.History.Writer.WriteAsync(new HistoryPiece(null, learnt), cancellation);
        await learnt.Task.WaitAsync(cancellation);
    }

    /// <inheritdoc />
    public void Dispose() => _turn.Dispose();

    private sealed class Turn(SemaphoreSlim turn) : IDisposable
    {
        public void Dispose() => turn.Release();
    }
}
