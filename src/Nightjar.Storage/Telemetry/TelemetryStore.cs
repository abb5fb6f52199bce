using Nightjar.Core.Telemetry;

namespace Nightjar.Storage.Telemetry;

/// <summary>
/// Samples and the series they belong to, in one directory: a DuckDB database that takes the appends (the hot table) and Parquet
/// parts sorted by (series, time). One process at a time. Reads may run beside each other and beside the one writer.
/// </summary>
public sealed class TelemetryStore : IDisposable
{
    /// <summary>The series known.</summary>
    public SeriesCatalog Catalog { get; }

    /// <summary>Its bounds.</summary>
    public TelemetryStoreOptions Options { get; }

    private TelemetryStore(SeriesCatalog catalog, TelemetryStoreOptions options)
    {
        Catalog = catalog;
        Options = options;
    }

    /// <summary>Opens or creates the store.</summary>
    /// <exception cref="StorageException">The directory is held by another process, written by a newer version, or unreadable.</exception>
    public static TelemetryStore Open(string directory, TelemetryStoreOptions options, TimeProvider time) =>
        throw new NotImplementedException();

    /// <summary>Appends samples and the new series of the catalog; durable when it returns. One caller at a time.</summary>
    /// <exception cref="StorageException">Nothing of it was kept: the disk is full or failing.</exception>
    public void Append(ReadOnlySpan<SeriesSample> samples) => throw new NotImplementedException();

    /// <summary>
    /// The samples of some series in a range, by series, each in ascending time without repeats (of two with one time the one
    /// written last). A series without samples there is absent.
    /// </summary>
    public IReadOnlyDictionary<SeriesId, SamplePoint[]> Read(IReadOnlyCollection<SeriesId> series, TimeRange range, CancellationToken cancellation) =>
        throw new NotImplementedException();

    /// <summary>All samples from a time on, of all series, in ascending time: what learnt state has missed since its snapshot.</summary>
    public IEnumerable<Sample> ReadSince(long fromNs, CancellationToken cancellation) => throw new NotImplementedException();

    /// <summary>Flushes, compacts and deletes what is due; cheap when nothing is. Call it every few seconds.</summary>
    public void Maintain(CancellationToken cancellation) => throw new NotImplementedException();

    /// <inheritdoc />
    public void Dispose() => throw new NotImplementedException();
}
