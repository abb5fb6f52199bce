using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace Nightjar.Server.Ingestion.Otlp;

/// <summary>
/// Points whose series are known. Bounded by two generations: when the young one is full it becomes the old one and the old one is
/// forgotten; a hit in the old one moves the point to the young. So what is still sent stays, at the price of one look-up. Thread-safe.
/// </summary>
internal sealed class PointCache(IOptions<OtlpOptions> options)
{
    private readonly int _generation = Math.Max(1, options.Value.CachedPoints / 2);
    private readonly Lock _turning = new();
    private ConcurrentDictionary<UInt128, PointSeries> _young = new();
    private ConcurrentDictionary<UInt128, PointSeries> _old = new();
    private int _youngCount;

    /// <summary>Points held.</summary>
    public int Count => _young.Count + _old.Count;

    /// <summary>The point's series; an empty set of them when it is new.</summary>
    public PointSeries Of(UInt128 key) // hot
    {
        if (_young.TryGetValue(key, out PointSeries? point))
        {
            return point;
        }

        if (!_old.TryRemove(key, out point))
        {
            point = new PointSeries();
        }

        PointSeries kept = _young.GetOrAdd(key, point);
        if (ReferenceEquals(kept, point) && Interlocked.Increment(ref _youngCount) > _generation)
        {
            Turn();
        }

        return kept;
    }

    private void Turn()
    {
        lock (_turning)
        {
            if (_youngCount > _generation)
            {
                _old = _young;
                _young = new();
                _youngCount = 0;
            }
        }
    }
}
