using Nightjar.Storage.Telemetry;

namespace Nightjar.Server.Ingestion.Prometheus;

/// <summary>The label bytes of a series with their hash, and the entry when the cache holds it.</summary>
internal readonly ref struct SeriesKey(ReadOnlySpan<byte> fields, SeriesCache cache)
{
    /// <summary>As <see cref="LabelFields"/> has them.</summary>
    public readonly ReadOnlySpan<byte> Fields = fields;

    /// <summary>Their hash.</summary>
    public readonly UInt128 Hash = LabelHash.Of(fields);

    /// <summary>The entry, or null when the labels must be parsed.</summary>
    public SeriesEntry? Find() => cache.Find(Hash);
}
