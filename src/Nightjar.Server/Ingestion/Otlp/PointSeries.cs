using Nightjar.Storage.Telemetry;

namespace Nightjar.Server.Ingestion.Otlp;

/// <summary>
/// The series resolved so far for one point (metric and attributes): one for a number, several for a histogram. Two requests may
/// meet here, so whoever maps the point holds <see cref="Lock"/>.
/// </summary>
internal sealed class PointSeries
{
    private SeriesEntry? _value;
    private SeriesEntry?[]? _parts;
    private Dictionary<double, SeriesEntry>? _bounded;

    /// <summary>Held while a point is mapped.</summary>
    public Lock Lock { get; } = new();

    /// <summary>The request that wrote this point's zero at its start last: a second point in one request must not write it again.</summary>
    public long ZeroedBy { get; set; }

    /// <summary>Every series known.</summary>
    public IEnumerable<SeriesEntry> All =>
        new[] { _value }.Concat(_parts ?? []).OfType<SeriesEntry>().Concat(_bounded?.Values.AsEnumerable() ?? []);

    /// <summary>Bounds (of buckets, or ranks of quantiles) known.</summary>
    public int BoundCount => _bounded?.Count ?? 0;

    /// <summary>The series of a part, or null when it is not known or retention has dropped it since.</summary>
    public SeriesEntry? Find(PointPart part, double bound) // hot
    {
        SeriesEntry? entry = part switch
        {
            PointPart.Value => _value,
            PointPart.Bucket or PointPart.Quantile => _bounded is not null && _bounded.TryGetValue(bound, out SeriesEntry? found) ? found : null,
            _ => _parts?[(int)part],
        };
        return entry is { Dropped: false } ? entry : null;
    }

    public void Keep(PointPart part, double bound, SeriesEntry entry)
    {
        switch (part)
        {
            case PointPart.Value:
                _value = entry;
                break;
            case PointPart.Bucket or PointPart.Quantile:
                (_bounded ??= [])[bound] = entry;
                break;
            default:
                (_parts ??= new SeriesEntry?[(int)PointPart.Bucket])[(int)part] = entry;
                break;
        }
    }

    /// <summary>Forgets the bounds that are no longer sent, and returns their series.</summary>
    public IReadOnlyList<SeriesEntry> RemoveBoundsNotIn(IReadOnlyCollection<double> sent)
    {
        HashSet<double> kept = [.. sent];
        List<SeriesEntry> gone = [];
        foreach ((double bound, SeriesEntry entry) in _bounded ?? [])
        {
            if (!kept.Contains(bound))
            {
                gone.Add(entry);
                _bounded?.Remove(bound);
            }
        }

        return gone;
    }
}
