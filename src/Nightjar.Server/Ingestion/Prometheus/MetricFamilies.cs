using System.Collections.Concurrent;
using Nightjar.Core.Telemetry;
using Nightjar.Storage.Telemetry;

namespace Nightjar.Server.Ingestion.Prometheus;

/// <summary>
/// What remote write 1.0 says of metric families. It says so in requests of its own, usually after the samples, so it is kept for
/// series to come and told to those that are there. Bounded: beyond the bound further families stay unknown. Thread-safe.
/// </summary>
internal sealed class MetricFamilies(SeriesCatalog catalog, int maxFamilies)
{
    private readonly ConcurrentDictionary<string, MetricFamily> _families = new(StringComparer.Ordinal);

    /// <summary>Families held.</summary>
    public int Count => _families.Count;

    /// <summary>The family a series belongs to by its name.</summary>
    public MetricFamily Of(string series)
    {
        foreach (string ending in MetricFamily.Endings)
        {
            if (series.EndsWith(ending, StringComparison.Ordinal)
                && _families.TryGetValue(series[..^ending.Length], out MetricFamily? family))
            {
                return family;
            }
        }

        return MetricFamily.None;
    }

    /// <summary>Takes in what a source says. Saying it again costs one look-up.</summary>
    public void Declare(string name, MetricFamily family, string source)
    {
        if (_families.TryGetValue(name, out MetricFamily? known) ? known == family : _families.Count >= maxFamilies)
        {
            return;
        }

        _families[name] = family;
        foreach (string ending in MetricFamily.Endings)
        {
            foreach (SeriesEntry entry in catalog.OfName(name + ending))
            {
                Upgrade(entry, family, source);
            }
        }
    }

    /// <summary>Tells a series' entry what its family is; a kind already known stays.</summary>
    public void Upgrade(SeriesEntry entry, MetricFamily family, string source)
    {
        if (entry.Series.Kind == MetricKind.Unknown && family.KindOf(entry.Series.Labels.Name) is var kind and not MetricKind.Unknown)
        {
            _ = catalog.GetOrAdd(entry.Series with { Kind = kind, Unit = family.Unit, Help = family.Help }, source, out _);
        }
    }
}
