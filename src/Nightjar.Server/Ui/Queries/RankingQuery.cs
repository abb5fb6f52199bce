using Nightjar.Core.Detection;
using Nightjar.Core.Telemetry;
using Nightjar.Server.Ui.Charts;
using Nightjar.Storage.Telemetry;

namespace Nightjar.Server.Ui.Queries;

/// <summary>Every series of the estate by how abnormal it was in a range of time. One ranking is made at a time: a long range takes a core for seconds.</summary>
public sealed class RankingQuery(TelemetryStore store, SeriesIndex index, PageReads reads) : IDisposable
{
    /// <summary>Lines of a page of its own, and beside a chart: more than anybody reads, and each costs a read of its samples.</summary>
    public const int LongList = 100;

    /// <summary>As above.</summary>
    public const int ShortList = 10;

    // Among so many the words are looked for.
    private const int Searched = 10_000;

    // Pixels of a small line.
    private const int SparkSlices = 80;

    // Samples of a hundred series over more than that are read for seconds; the strip says enough.
    private static readonly TimeSpan MaxSpark = TimeSpan.FromDays(1);

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

    /// <summary>The first of the ranking that have all words in their labels or their entity, with what their samples looked like.</summary>
    public async Task<IReadOnlyList<RankedLine>> LinesAsync(TimeRange range, string? text, int most, CancellationToken cancellation)
    {
        string[] words = (text ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        IReadOnlyList<RankedSeries> ranked = await RankAsync(range, words.Length == 0 ? most : Searched, cancellation);
        RankedSeries[] shown =
        [
            .. ranked.Where(one => words.All(word => $"{one.Hit.Labels} {one.Hit.Entity}".Contains(word, StringComparison.OrdinalIgnoreCase))).Take(most),
        ];
        IReadOnlyDictionary<SeriesId, IReadOnlyList<SamplePoint>> points = range.Duration > MaxSpark
            ? new Dictionary<SeriesId, IReadOnlyList<SamplePoint>>()
            : await reads.ReadAsync(shown.Select(one => one.Hit.Labels), range, samples => Downsampler.Reduce(samples, SparkSlices), cancellation);
        IReadOnlyDictionary<SeriesId, List<AbnormalMinute>> minutes =
            store.AbnormalMinutes([.. shown.Select(one => one.Abnormality.Series)], range, cancellation);
        return
        [
            .. shown.Select(one => new RankedLine(
                one.Hit,
                one.Abnormality,
                points.GetValueOrDefault(one.Abnormality.Series) ?? [],
                new ChartRibbon(one.Hit.Labels.Name, 1, range, minutes[one.Abnormality.Series], []))),
        ];
    }

    /// <inheritdoc />
    public void Dispose() => _turn.Dispose();
}
