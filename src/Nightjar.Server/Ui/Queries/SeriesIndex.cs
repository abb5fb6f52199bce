using System.Collections.ObjectModel;
using System.Diagnostics;
using Nightjar.Core.Telemetry;
using Nightjar.Storage.Telemetry;

namespace Nightjar.Server.Ui.Queries;

/// <summary>
/// Every series a chart can show, raw and derived, sorted by name, and by id, metric and entity. Made anew when the catalog has changed, and then
/// no more often than costs a twentieth of the time, so that a large catalog that grows all the time does not eat a core.
/// </summary>
public sealed class SeriesIndex(TelemetryStore store, TimeProvider time)
{
    // A page that has just been opened must see a series that has just come in; a second is soon enough.
    private static readonly TimeSpan LeastPause = TimeSpan.FromSeconds(1);
    private const int PauseFactor = 20;

    private readonly Lock _lock = new();
    private Snapshot _snapshot = new(ReadOnlyCollection<SeriesHit>.Empty, [], [], [], -1);
    private long _madeAt;
    private TimeSpan _pause = TimeSpan.Zero;

    private sealed record Snapshot(
        ReadOnlyCollection<SeriesHit> All,
        Dictionary<SeriesId, SeriesHit> ById,
        Dictionary<string, List<SeriesHit>> ByName,
        Dictionary<EntityId, List<SeriesHit>> ByEntity,
        int CatalogVersion);

    /// <summary>All, by name; a derived series before the raw one it comes from.</summary>
    public ReadOnlyCollection<SeriesHit> All => Current().All;

    /// <summary>The series of one entity, by name; empty when it has none.</summary>
    public IReadOnlyList<SeriesHit> Of(EntityId entity) => Current().ByEntity.GetValueOrDefault(entity) ?? [];

    /// <summary>The series of one metric, raw or derived; empty when there are none.</summary>
    public IReadOnlyList<SeriesHit> OfMetric(string name) => Current().ByName.GetValueOrDefault(name) ?? [];

    /// <summary>One series by its labels.</summary>
    public SeriesHit? Find(Labels labels) => Find(labels.Id);

    /// <summary>One series by the id of its labels.</summary>
    public SeriesHit? Find(SeriesId id) => Current().ById.GetValueOrDefault(id);

    /// <summary>
    /// Those whose name, label names and label values hold every word, in any order, upper and lower case alike; all of them
    /// without a word. O(series).
    /// </summary>
    public ReadOnlyCollection<SeriesHit> Search(string? text)
    {
        string[] words = (text ?? "").Split([' ', ',', '{', '}', '"', '='], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return words.Length == 0 ? All : Array.AsReadOnly([.. All.Where(hit => HasAll(hit.Labels, words))]);
    }

    private static bool HasAll(Labels labels, string[] words)
    {
        foreach (string word in words)
        {
            bool found = false;
            foreach (Label label in labels)
            {
                found = label.Value.Contains(word, StringComparison.OrdinalIgnoreCase)
                    || (label.Name != Labels.MetricName && label.Name.Contains(word, StringComparison.OrdinalIgnoreCase));
                if (found)
                {
                    break;
                }
            }

            if (!found)
            {
                return false;
            }
        }

        return true;
    }

    private Snapshot Current()
    {
        lock (_lock)
        {
            if (_snapshot.CatalogVersion == store.Catalog.Version || (_madeAt != 0 && time.GetElapsedTime(_madeAt) < _pause))
            {
                return _snapshot;
            }

            long start = Stopwatch.GetTimestamp();
            _snapshot = Make();
            TimeSpan cost = Stopwatch.GetElapsedTime(start) * PauseFactor;
            _pause = cost > LeastPause ? cost : LeastPause;
            _madeAt = time.GetTimestamp();
            return _snapshot;
        }
    }

    private Snapshot Make()
    {
        int version = store.Catalog.Version; // read first: what joins meanwhile makes the next one
        Dictionary<SeriesId, SeriesHit> byId = new(store.Catalog.Count);
        foreach (SeriesEntry entry in store.Catalog.All)
        {
            byId.TryAdd(entry.Series.Id, new SeriesHit(entry.Series.Labels, entry));
            foreach (Labels derived in DerivedSeries.Of(entry.Series))
            {
                byId.TryAdd(derived.Id, new SeriesHit(derived, entry));
            }
        }

        SeriesHit[] all = [.. byId.Values];
        Array.Sort(all, Compare);
        return new Snapshot(
            Array.AsReadOnly(all),
            byId,
            all.GroupBy(hit => hit.Labels.Name).ToDictionary(group => group.Key, group => group.ToList()),
            all.GroupBy(hit => hit.Entity).ToDictionary(group => group.Key, group => group.ToList()),
            version);
    }

    private static int Compare(SeriesHit one, SeriesHit other)
    {
        int byName = string.CompareOrdinal(PlainName(one), PlainName(other));
        if (byName != 0)
        {
            return byName;
        }

        int byDerived = other.IsDerived.CompareTo(one.IsDerived);
        if (byDerived != 0)
        {
            return byDerived;
        }

        int byEnding = string.CompareOrdinal(one.Labels.Name, other.Labels.Name);
        return byEnding != 0 ? byEnding : CompareLabels(one.Labels, other.Labels);
    }

    private static int CompareLabels(Labels one, Labels other)
    {
        for (int i = 0; i < Math.Min(one.Count, other.Count); i++)
        {
            int byValue = string.CompareOrdinal(one[i].Value, other[i].Value);
            if (byValue != 0)
            {
                return byValue;
            }
        }

        return one.Count - other.Count;
    }

    private static string PlainName(SeriesHit hit) => hit.Labels.Name.Split(':')[0];
}
