using Nightjar.Core.Telemetry;
using Nightjar.Storage.Telemetry;

namespace Nightjar.Server.Ui.Queries;

/// <summary>Reads samples for pages, one read at a time: many open pages then cost time, and not the memory of all of them at once.</summary>
public sealed class PageReads(SeriesReader reader) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>As <see cref="SeriesReader.Read(IReadOnlyCollection{Labels}, TimeRange, CancellationToken)"/>, each series made small before the next is read.</summary>
    /// <param name="series">Which.</param>
    /// <param name="range">Of when.</param>
    /// <param name="reduce">What is kept of a series.</param>
    /// <param name="cancellation">Ends the waiting and the reading.</param>
    public async Task<IReadOnlyDictionary<SeriesId, T>> ReadAsync<T>(
        IEnumerable<Labels> series, TimeRange range, Func<SamplePoint[], T> reduce, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            Dictionary<SeriesId, T> kept = [];
            foreach (Labels[] group in series.Distinct().Chunk(GroupFor(range)))
            {
                foreach ((SeriesId id, SamplePoint[] samples) in reader.Read(group, range, cancellation))
                {
                    kept[id] = reduce(samples);
                }
            }

            return kept;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc />
    public void Dispose() => _turn.Dispose();

    // A series of one sample in ten seconds takes 140 kB a day: some 5 MB a read, in few reads for the short ranges that are looked at most.
    private static int GroupFor(TimeRange range) => Math.Clamp((int)(32 / Math.Max(range.Duration.TotalDays, 1)), 1, 32);
}
