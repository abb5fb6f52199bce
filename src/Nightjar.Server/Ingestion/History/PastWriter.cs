using Nightjar.Core.Telemetry;
using Nightjar.Storage.Telemetry;

namespace Nightjar.Server.Ingestion.History;

/// <summary>Stores a past of any order beside what is there: a time that a series has already keeps its value.</summary>
internal sealed class PastWriter(HistoryLane lane, TelemetryStore store)
{
    // Stored samples looked at at once: a day of so many series, 35 MB when they come every ten seconds.
    private const int SeriesAtATime = 256;
    private static readonly long DayNs = TimeSpan.FromDays(1).ToNs();

    // The newest time of each series, stored or on its way: what comes after it cannot be there yet.
    private readonly Dictionary<SeriesEntry, long> _newest = [];

    /// <summary>Series met.</summary>
    public IReadOnlyCollection<SeriesEntry> Series => _newest.Keys;

    /// <summary>Samples stored.</summary>
    public long Stored { get; private set; }

    /// <summary>Samples left out because their series has one of that time.</summary>
    public long AlreadyThere { get; private set; }

    /// <summary>What the door has refused.</summary>
    public Refusals Refusals { get; } = new();

    /// <summary>From the oldest sample to the newest; empty before the first.</summary>
    public TimeRange Range { get; private set; } = new(long.MaxValue, long.MinValue);

    /// <summary>Stores what is new of a batch, durable when it returns. Disposes it.</summary>
    /// <exception cref="Storage.StorageException">The disk fails.</exception>
    public async Task WriteAsync(SampleBatch batch, CancellationToken cancellation)
    {
        SampleBatch later = new(batch.Source) { IsHistory = true };
        List<SeriesSample> earlier = [];
        Sort(batch.Samples, later, earlier);
        batch.Dispose();
        await StoreAsync(later, cancellation);
        foreach (IGrouping<long, SeriesSample> day in earlier.GroupBy(sample => sample.TimeNs / DayNs))
        {
            foreach (IGrouping<SeriesEntry, SeriesSample>[] some in day.GroupBy(sample => sample.Entry).Chunk(SeriesAtATime))
            {
                await StoreAsync(Missing(batch.Source, some, new TimeRange(day.Key * DayNs, ((day.Key + 1) * DayNs) - 1), cancellation), cancellation);
            }
        }
    }

    // hot
    private void Sort(ReadOnlySpan<SeriesSample> samples, SampleBatch later, List<SeriesSample> earlier)
    {
        (long from, long to) = (Range.FromNs, Range.ToNs);
        foreach (ref readonly SeriesSample sample in samples)
        {
            from = Math.Min(from, sample.TimeNs);
            to = Math.Max(to, sample.TimeNs);
            ref long newest = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(_newest, sample.Entry, out bool known);
            newest = known ? newest : sample.Entry.LastTimeNs;
            if (sample.TimeNs > newest)
            {
                newest = sample.TimeNs;
                later.Add(sample.Entry, sample.TimeNs, sample.Value);
            }
            else
            {
                earlier.Add(sample);
            }
        }

        Range = new TimeRange(from, to);
    }

    private SampleBatch Missing(string source, IGrouping<SeriesEntry, SeriesSample>[] some, TimeRange day, CancellationToken cancellation)
    {
        IReadOnlyDictionary<SeriesId, SamplePoint[]> stored = store.Read([.. some.Select(series => series.Key.Id)], day, cancellation);
        SampleBatch missing = new(source) { IsHistory = true };
        foreach (IGrouping<SeriesEntry, SeriesSample> series in some)
        {
            HashSet<long> there = [.. (stored.GetValueOrDefault(series.Key.Id) ?? []).Select(point => point.TimeNs)];
            foreach (SeriesSample sample in series)
            {
                if (there.Add(sample.TimeNs))
                {
                    missing.Add(sample.Entry, sample.TimeNs, sample.Value);
                }
                else
                {
                    AlreadyThere++;
                }
            }
        }

        return missing;
    }

    private async Task StoreAsync(SampleBatch batch, CancellationToken cancellation)
    {
        using (batch)
        {
            if (batch.Count > 0)
            {
                await lane.StoreAsync(batch, cancellation);
                Stored += batch.Accepted;
                foreach ((RefusalReason reason, long count, string sentence) in batch.Refusals.ByReason())
                {
                    Refusals.Add(reason, count, () => sentence);
                }
            }
        }
    }
}
