using Nightjar.Core.Telemetry;
using Nightjar.Storage.Telemetry.Duck;

namespace Nightjar.Storage.Telemetry;

/// <summary>
/// Samples and the series they belong to, in one directory: a DuckDB database that takes the appends (the hot table) and Parquet
/// parts sorted by (series, time). One process at a time. Reads may run beside each other and beside the one writer.
/// </summary>
public sealed class TelemetryStore : IDisposable
{
    private readonly HotDatabase _database;
    private readonly HotWriter _writer;
    private readonly Layouts _layouts;
    private readonly SampleReader _reader;
    private readonly TimeProvider _time;
    private readonly Lock _append = new();

    private TelemetryStore(HotDatabase database, SeriesCatalog catalog, Layout layout, TelemetryStoreOptions options, TimeProvider time)
    {
        _database = database;
        _time = time;
        Catalog = catalog;
        Options = options;
        _writer = new HotWriter(database, catalog);
        _layouts = new Layouts(layout);
        _reader = new SampleReader(database, _layouts);
    }

    /// <summary>The series known.</summary>
    public SeriesCatalog Catalog { get; }

    /// <summary>Its bounds.</summary>
    public TelemetryStoreOptions Options { get; }

    /// <summary>Opens or creates the store.</summary>
    /// <exception cref="StorageException">The directory is held by another process, written by a newer version, or unreadable.</exception>
    public static TelemetryStore Open(string directory, TelemetryStoreOptions options, TimeProvider time)
    {
        string telemetry = Path.GetFullPath(Path.Combine(directory, "telemetry"));
        HotDatabase database;
        try
        {
            Directory.CreateDirectory(Path.Combine(telemetry, "parts"));
            database = HotDatabase.Open(telemetry, options.MemoryBytes);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StorageException($"The data directory {directory} cannot be used: {failure.Message} Give another one with --data.", failure);
        }

        try
        {
            SeriesCatalog catalog = new(options.MaxSeries);
            return new TelemetryStore(database, catalog, Restore(database, catalog, time), options, time);
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>Appends samples and the new series of the catalog; durable when it returns. One caller at a time.</summary>
    /// <exception cref="StorageException">Nothing of it was kept: the disk is full or failing.</exception>
    public void Append(ReadOnlySpan<SeriesSample> samples)
    {
        lock (_append)
        {
            try
            {
                _writer.Commit(_layouts.Current.Current, samples);
            }
            catch (DuckException failure)
            {
                _database.Reopen();
                throw new StorageException($"The samples could not be written: {failure.Message}", failure);
            }
        }
    }

    /// <summary>
    /// The samples of some series in a range, by series, each in ascending time without repeats (of two with one time the one
    /// written last). A series without samples there is absent.
    /// </summary>
    public IReadOnlyDictionary<SeriesId, SamplePoint[]> Read(IReadOnlyCollection<SeriesId> series, TimeRange range, CancellationToken cancellation) =>
        _reader.Read(series, range, cancellation);

    /// <summary>All samples from a time on, of all series, in ascending time: what learnt state has missed since its snapshot.</summary>
    public IEnumerable<Sample> ReadSince(long fromNs, CancellationToken cancellation) =>
        new SinceReader(_database, _layouts).Read(fromNs, cancellation);

    /// <summary>Flushes, compacts and deletes what is due; cheap when nothing is. Call it every few seconds.</summary>
    public void Maintain(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        _layouts.Collect();
    }

    /// <inheritdoc />
    public void Dispose() => _database.Dispose();

    private static Layout Restore(HotDatabase database, SeriesCatalog catalog, TimeProvider time)
    {
        using HotDatabase.Loan loan = database.Borrow();
        DuckConnection connection = loan.Connection;
        HotSchema.Prepare(connection);
        SeriesTable.Load(connection, catalog);
        List<HotTable> hot = HotSchema.HotTables(connection, time.NowNs());
        if (hot.Count == 0)
        {
            hot.Add(new HotTable(1, time.NowNs()));
            HotWriter.CreateTable(connection, hot[0]);
        }

        NewestSamples.Restore(connection, hot, catalog);
        return new Layout([], hot);
    }
}
