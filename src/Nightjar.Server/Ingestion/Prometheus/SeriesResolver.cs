using Nightjar.Core.Telemetry;
using Nightjar.Storage.Telemetry;

namespace Nightjar.Server.Ingestion.Prometheus;

/// <summary>From a series' label bytes to its entry: by the cache, and on a miss by parsing the labels. Thread-safe.</summary>
internal sealed class SeriesResolver(SeriesDoor door, SeriesCache cache, MetricFamilies families)
{
    public SeriesCache Cache { get; } = cache;

    public MetricFamilies Families { get; } = families;

    public SeriesDoor Door { get; } = door;

    /// <summary>Parses and registers a series that the cache does not hold; null with the refusal counted for its samples.</summary>
    /// <param name="key">Its labels.</param>
    /// <param name="declared">What the request itself says of the series.</param>
    /// <param name="batch">The request's.</param>
    /// <param name="samples">How many samples the answer decides on.</param>
    public SeriesEntry? Add(SeriesKey key, MetricFamily declared, SampleBatch batch, int samples)
    {
        if (!LabelFields.TryRead(key.Fields, Door, batch, samples, out List<Label> labels))
        {
            return null;
        }

        SeriesEntry? entry = Register(labels, declared, batch, samples);
        if (entry is not null)
        {
            Cache.Add(key.Hash, entry);
        }

        return entry;
    }

    private SeriesEntry? Register(List<Label> labels, MetricFamily declared, SampleBatch batch, int samples)
    {
        string name = labels.Find(label => label.Name == Labels.MetricName).Value ?? "";
        MetricFamily family = declared.Type == FamilyType.Unknown ? Families.Of(name) : declared;
        return Door.Resolve(labels, family.KindOf(name), family.Unit, family.Help, batch, samples);
    }
}
