using System.Buffers;
using Nightjar.Storage.Telemetry;

namespace Nightjar.Server.Ingestion;

/// <summary>The samples of one request on their way to the door, and what was refused of it. Pooled memory: dispose it.</summary>
public sealed class SampleBatch(string source) : IDisposable
{
    private const int FirstCapacity = 1024;
    private List<int>? _refusedAt;
    private SeriesSample[] _samples = ArrayPool<SeriesSample>.Shared.Rent(FirstCapacity);

    /// <summary>Who sent it, as shown under Settings → Sources: <c>host</c>, <c>remote write 10.0.0.7</c>.</summary>
    public string Source { get; } = source;

    /// <summary>True for samples of the past from elsewhere: of any age that is kept, older than what is there or not.</summary>
    public bool IsHistory { get; init; }

    /// <summary>What the parser and the door refused.</summary>
    public Refusals Refusals { get; } = new();

    /// <summary>Samples held.</summary>
    public int Count { get; private set; }

    /// <summary>Samples made durable; set by the door.</summary>
    public int Accepted { get; internal set; }

    /// <summary>The samples, in the order they were added.</summary>
    public ReadOnlySpan<SeriesSample> Samples => _samples.AsSpan(0, Count);

    /// <summary>
    /// Which of <see cref="Samples"/> the door refused, ascending: for protocols that answer in other units than samples. A sample
    /// that was kept already (a retry) is not refused.
    /// </summary>
    public IReadOnlyList<int> RefusedAt => _refusedAt ?? [];

    /// <summary>Adds one sample.</summary>
    public void Add(SeriesEntry entry, long timeNs, double value) // hot
    {
        if (Count == _samples.Length)
        {
            Grow();
        }

        _samples[Count++] = new SeriesSample(entry, timeNs, value);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        ArrayPool<SeriesSample>.Shared.Return(_samples, clearArray: true);
        _samples = [];
        Count = 0;
    }

    internal void MarkRefused(int place) => (_refusedAt ??= []).Add(place);

    private void Grow()
    {
        SeriesSample[] larger = ArrayPool<SeriesSample>.Shared.Rent(_samples.Length * 2);
        Samples.CopyTo(larger);
        ArrayPool<SeriesSample>.Shared.Return(_samples, clearArray: true);
        _samples = larger;
    }
}
