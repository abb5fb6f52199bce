using System.Collections.Concurrent;
using Nightjar.Core.Telemetry;

namespace Nightjar.Storage.Telemetry;

/// <summary>
/// All series the store knows, in memory, by id and by metric name. Thread-safe. A series added here becomes durable with the
/// first <see cref="TelemetryStore.Append"/> after it, in the same transaction as its samples.
/// </summary>
public sealed class SeriesCatalog(int maxSeries)
{
    private readonly ConcurrentDictionary<SeriesId, SeriesEntry> _byId = new();
    private readonly ConcurrentDictionary<string, ConcurrentDictionary<SeriesId, SeriesEntry>> _byName = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<SeriesEntry> _notYetDurable = new();
    private readonly ConcurrentQueue<SeriesEntry> _notYetSeen = new();
    private int _count;
    private int _version;

    /// <summary>Number of series.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Changes with every series that joins or leaves, and with every kind or unit that becomes known.</summary>
    public int Version => Volatile.Read(ref _version);

    /// <summary>Every series; order unspecified.</summary>
    public IEnumerable<SeriesEntry> All => _byId.Values;

    /// <summary>Metric names; order unspecified.</summary>
    public IEnumerable<string> Names => _byName.Keys;

    /// <summary>The series of one metric name; empty when there are none.</summary>
    public IEnumerable<SeriesEntry> OfName(string name) =>
        _byName.TryGetValue(name, out ConcurrentDictionary<SeriesId, SeriesEntry>? entries) ? entries.Values : [];

    /// <summary>Looks a series up by its id.</summary>
    public bool TryGet(SeriesId id, out SeriesEntry entry) => _byId.TryGetValue(id, out entry!);

    /// <summary>
    /// The entry of a series, added when new. Null with a reason when it cannot be added: the bound is reached, or another
    /// label set has the same id.
    /// </summary>
    /// <param name="series">Labels, kind and unit. A known kind or unit replaces one unknown before.</param>
    /// <param name="source">Who introduced it.</param>
    /// <param name="refusal">Why not, in a sentence that says what to do; null on success.</param>
    public SeriesEntry? GetOrAdd(Series series, string source, out string? refusal)
    {
        refusal = null;
        if (!_byId.TryGetValue(series.Id, out SeriesEntry? entry))
        {
            if (Interlocked.Increment(ref _count) > maxSeries)
            {
                Interlocked.Decrement(ref _count);
                refusal = $"the limit of {maxSeries} series is reached: drop labels with many values at the sender, or raise storage.maxSeries";
                return null;
            }

            SeriesEntry added = new(series, source);
            entry = _byId.GetOrAdd(series.Id, added);
            if (ReferenceEquals(entry, added))
            {
                _byName.GetOrAdd(series.Labels.Name, _ => new()).TryAdd(series.Id, entry);
                _notYetDurable.Enqueue(entry);
                _notYetSeen.Enqueue(entry);
                Interlocked.Increment(ref _version);
                return entry;
            }

            Interlocked.Decrement(ref _count);
        }

        if (!entry.Series.Labels.Equals(series.Labels))
        {
            refusal = $"its id {series.Id} is taken by {entry.Series.Labels}: change one label value by a letter";
            return null;
        }

        if (entry.Series.Kind == MetricKind.Unknown && series.Kind != MetricKind.Unknown)
        {
            entry.Series = series;
            Interlocked.Increment(ref _version);
            _notYetDurable.Enqueue(entry);
        }

        return entry;
    }

    /// <summary>
    /// Takes the next series that has joined the catalog, those restored at start included; each comes once. For one reader, the
    /// registry of entities, so that it need not look through all series to find the new ones.
    /// </summary>
    public bool TryTakeNew(out SeriesEntry entry) => _notYetSeen.TryDequeue(out entry!);

    /// <summary>Takes the next entry whose row is not yet in the database. For the writer alone.</summary>
    internal bool TryTakeNotYetDurable(out SeriesEntry entry) => _notYetDurable.TryDequeue(out entry!);

    /// <summary>Puts back what a failed commit has taken.</summary>
    internal void PutBack(SeriesEntry entry) => _notYetDurable.Enqueue(entry);

    /// <summary>Adds a series read from disk at start.</summary>
    internal void Restore(SeriesEntry entry)
    {
        if (_byId.TryAdd(entry.Series.Id, entry))
        {
            Interlocked.Increment(ref _count);
            _byName.GetOrAdd(entry.Series.Labels.Name, _ => new()).TryAdd(entry.Series.Id, entry);
            _notYetSeen.Enqueue(entry);
            Interlocked.Increment(ref _version);
        }
    }

    /// <summary>Takes a dropped series in again, because samples of it were under way; false when another entry has taken its place.</summary>
    internal bool Revive(SeriesEntry entry)
    {
        if (!_byId.TryAdd(entry.Series.Id, entry))
        {
            return false;
        }

        Interlocked.Increment(ref _count);
        _byName.GetOrAdd(entry.Series.Labels.Name, _ => new()).TryAdd(entry.Series.Id, entry);
        _notYetSeen.Enqueue(entry);
        entry.Durable = false;
        entry.Dropped = false;
        Interlocked.Increment(ref _version);
        return true;
    }

    /// <summary>Forgets a series that has no samples left.</summary>
    internal void Drop(SeriesEntry entry)
    {
        entry.Dropped = true;
        if (_byId.TryRemove(entry.Series.Id, out _))
        {
            Interlocked.Decrement(ref _count);
            if (_byName.TryGetValue(entry.Series.Labels.Name, out ConcurrentDictionary<SeriesId, SeriesEntry>? entries))
            {
                entries.TryRemove(entry.Series.Id, out _);
            }

            Interlocked.Increment(ref _version);
        }
    }
}
