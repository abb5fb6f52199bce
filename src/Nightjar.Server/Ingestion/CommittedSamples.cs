using System.Buffers;
using Nightjar.Storage.Telemetry;

namespace Nightjar.Server.Ingestion;

/// <summary>Samples that are durable: what Ingestion hands on to Detection. Pooled memory: the reader disposes it.</summary>
public sealed class CommittedSamples : IDisposable
{
    private SeriesSample[] _samples;

    internal CommittedSamples(SeriesSample[] rented, int count)
    {
        _samples = rented;
        Count = count;
    }

    /// <summary>Samples held.</summary>
    public int Count { get; }

    /// <summary>The samples, each series in ascending time.</summary>
    public ReadOnlySpan<SeriesSample> Samples => _samples.AsSpan(0, Count);

    /// <inheritdoc />
    public void Dispose()
    {
        ArrayPool<SeriesSample>.Shared.Return(_samples, clearArray: true);
        _samples = [];
    }
}
