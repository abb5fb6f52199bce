using Nightjar.Core.Telemetry;

namespace Nightjar.Server.Detection;

/// <summary>
/// Samples for one shard on their way to its grain, as three parallel arrays. Immutable to Orleans, so that a call within the
/// process copies nothing: the dispatcher owns the memory and reuses it once the call has returned.
/// </summary>
[GenerateSerializer]
[Immutable]
public sealed class ShardBatch
{
    private const int FirstCapacity = 64;

    [Id(0)]
    private SeriesId[] _series = new SeriesId[FirstCapacity];

    [Id(1)]
    private long[] _timesNs = new long[FirstCapacity];

    [Id(2)]
    private double[] _values = new double[FirstCapacity];

    /// <summary>Samples held.</summary>
    [Id(3)]
    public int Count { get; private set; }

    /// <summary>True for stored samples scored again after a start: their own time is then the present.</summary>
    [Id(4)]
    public bool IsReplay { get; set; }

    /// <summary>One sample.</summary>
    public Sample this[int i] => new(_series[i], _timesNs[i], _values[i]);

    /// <summary>Adds one sample.</summary>
    public void Add(SeriesId series, long timeNs, double value) // hot
    {
        if (Count == _series.Length)
        {
            Array.Resize(ref _series, Count * 2);
            Array.Resize(ref _timesNs, Count * 2);
            Array.Resize(ref _values, Count * 2);
        }

        _series[Count] = series;
        _timesNs[Count] = timeNs;
        _values[Count++] = value;
    }

    /// <summary>Empties it and keeps its memory.</summary>
    public void Clear() => Count = 0;
}
