using Nightjar.Core.Detection;
using Nightjar.Core.Telemetry;
using Nightjar.Storage.Telemetry;

namespace Nightjar.Server.Ui.Queries;

/// <summary>Every series of the estate by how abnormal it was in a range of time. One ranking is made at a time: a long range takes a core for seconds.</summary>
public sealed class RankingQuery(TelemetryStore store, SeriesIndex index) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>The most abnormal, at most <paramref name="limit"/>; without those whose samples are no longer kept.</summary>
    public async Task<IReadOnlyList<RankedSeries>> RankAsync(TimeRange range, int limit, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            IReadOnlyList<SeriesAbnormality> ranked = store.MostAbnormal(range, limit, cancellation);
            return [.. ranked.Select(series => (Hit: index.Find(series.Series), Series: series))
                .Where(found => found.Hit is not null)
                .Select(found => new RankedSeries(found.Hit!, found.Series))]; // the line before lets no null pass
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc />
    public void Dispose() => _turn.Dispose();
}
