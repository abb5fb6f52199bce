using System.Diagnostics;
using System.Diagnostics.Metrics;
using Nightjar.Core.Detection;
using Nightjar.Core.Telemetry;
using Nightjar.Storage.Telemetry.Duck;

namespace Nightjar.Storage.Telemetry;

/// <summary>
/// Samples and the series they belong to, in one directory: a DuckDB database that takes the appends (the hot table) and Parquet
/// parts sorted by (series, time). One process at a time. Reads may run beside each other and beside the one writer.
/// </summary>
public sealed class TelemetryStore : IDisposable
{
    // 32 M rows with the defaults: 0.8 GB of log, replayed in some 15 s after a crash.
    private const int MostFlushesBehind = 8;

    // Never too many to hold, however small FlushRows is set.
    private const long FewRows = 1_000_000;

    private readonly HotDatabase _database;
    private readonly HotWriter _writer;
    private readonly Layouts _layouts;
    private readonly SampleReader _reader;
    private readonly Flusher _flusher;
    private readonly Compactor _compactor;
    private readonly Retention _retention;
    private readonly AbnormalTable _abnormal;
    private readonly PartFiles _files;
    private readonly StoreMeters _meters = new();
    private readonly IReadOnlyList<string> _damaged;
    private readonly TimeProvider _time;
    private readonly Lock _append = new();
    private readonly Lock _maintain = new();
    private bool _broken;

    private TelemetryStore(HotDatabase database, SeriesCatalog catalog, StoreContents contents, TelemetryStoreOptions options, TimeProvider time)
    {
        _database = database;
        _files = contents.Files;
        _damaged = contents.Damaged;
        _time = time;
        Catalog = catalog;
        Options = options;
        _layouts = new Layouts(contents.Layout);
        _writer = new HotWriter(database, catalog, time);
        _reader = new SampleReader(database, _layouts);
        _flusher = new Flusher(database, _layouts, _files, _append, options, time);
        _compactor = new Compactor(database, _layouts, _files, options, time);
        _retention = new Retention(database, catalog, _layouts, _files, _append, options, time);
        _abnormal = new AbnormalTable(database, options, time);
    }

    /// <summary>The series known.</summary>
    public SeriesCatalog Catalog { get; }

    /// <summary>Its bounds.</summary>
    public TelemetryStoreOptions Options { get; }

    /// <summary>Opens or creates the store, and finishes what a crash has left half done.</summary>
    /// <exception cref="StorageException">The directory is held by another process, written by a newer version, or unreadable.</exception>
    public static TelemetryStore Open(string directory, TelemetryStoreOptions options, TimeProvider time)
    {
        string telemetry = Path.GetFullPath(Path.Combine(directory, "telemetry"));
        PartFiles files = new(Path.Combine(telemetry, "parts"));
        HotDatabase database;
        try
        {
            Directory.CreateDirectory(files.Directory);
            database = HotDatabase.Open(telemetry, options.MemoryBytes);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StorageException($"The data directory {directory} cannot be used: {failure.Message} Give another one with --data.", failure);
        }

        try
        {
            SeriesCatalog catalog = new(options.MaxSeries);
            StoreContents contents = StoreContents.Load(database, files, catalog, time);
            TelemetryStore store = new(database, catalog, contents, options, time);
            foreach (HotTable written in contents.Written)
            {
                store._flusher.Drop(written);
            }

            return store;
        }
        catch (Exception failure)
        {
            database.Dispose();
            if (DiskFailure.Is(failure))
            {
                throw DiskFailure.ToStorageException(failure, "The telemetry store cannot be opened", telemetry);
            }

            throw;
        }
    }

    /// <summary>Puts the store's own metrics on a meter. Call it once.</summary>
    public void Measure(Meter meter) => _meters.Attach(meter, Status);

    /// <summary>Appends samples and the new series of the catalog; durable when it returns. One caller at a time.</summary>
    /// <exception cref="StorageException">Nothing of it was kept: the disk is full or failing.</exception>
    public void Append(ReadOnlySpan<SeriesSample> samples)
    {
        long started = Stopwatch.GetTimestamp();
        lock (_append)
        {
            RequireRoom();
            try
            {
                Recover();
                _writer.Commit(_layouts.Current.Current, samples);
            }
            catch (Exception failure) when (DiskFailure.Is(failure))
            {
                // Whether DuckDB kept the batch is not known, and after a failed commit it often refuses all work.
                _broken = true;
                throw DiskFailure.ToStorageException(failure, "The samples were not kept", _files.Directory);
            }
        }

        _meters.Committed(started, samples.Length);
    }

    /// <summary>
    /// The samples of some series in a range, by series, each in ascending time without repeats (of two with one time the one
    /// written last). A series without samples there is absent.
    /// </summary>
    /// <exception cref="StorageException">The disk fails; try again.</exception>
    public IReadOnlyDictionary<SeriesId, SamplePoint[]> Read(IReadOnlyCollection<SeriesId> series, TimeRange range, CancellationToken cancellation) =>
        _reader.Read(series, range, cancellation);

    /// <summary>
    /// All samples from a time on, of all series, in ascending time and without repeats: what learnt state has missed since its
    /// snapshot. Ends with the newest sample there was when it began. Holds a page of samples in memory, not the whole.
    /// </summary>
    /// <exception cref="StorageException">The disk fails; try again.</exception>
    public IEnumerable<Sample> ReadSince(long fromNs, CancellationToken cancellation) =>
        new SinceReader(_database, _layouts).Read(fromNs, cancellation);

    /// <summary>
    /// Keeps minutes in which series stood out, durable when it returns, and deletes what is beyond <see cref="TelemetryStoreOptions.RetentionAge"/>
    /// and <see cref="TelemetryStoreOptions.AbnormalMinutes"/>. Of one that is given twice the larger figure counts.
    /// </summary>
    /// <exception cref="StorageException">The disk is full or failing; give them once more later.</exception>
    public void AppendAbnormal(ReadOnlySpan<AbnormalMinute> minutes)
    {
        lock (_append)
        {
            try
            {
                Recover();
                _abnormal.Append(minutes);
            }
            catch (Exception failure) when (DiskFailure.Is(failure))
            {
                _broken = true;
                throw DiskFailure.ToStorageException(failure, "The abnormal minutes were not kept", _files.Directory);
            }
        }
    }

    /// <summary>The series that stood out in a range, most abnormal first. O(abnormal minutes in the range): two million (a day of 100,000 idle series) take two seconds.</summary>
    /// <exception cref="StorageException">The disk fails; try again.</exception>
    public IReadOnlyList<SeriesAbnormality> MostAbnormal(TimeRange range, int limit, CancellationToken cancellation) =>
        _abnormal.Rank(range, limit, cancellation);

    /// <summary>The minutes in which some series stood out, of each in ascending time; of a series that did not, none.</summary>
    /// <exception cref="StorageException">The disk fails; try again.</exception>
    public IReadOnlyDictionary<SeriesId, List<AbnormalMinute>> AbnormalMinutes(
        IReadOnlyCollection<SeriesId> series, TimeRange range, CancellationToken cancellation) => _abnormal.Of(series, range, cancellation);

    /// <summary>Does at most one thing of what is due: flush, delete or compact. Cheap when nothing is. Call it every few seconds.</summary>
    /// <exception cref="StorageException">It could not be done; the next call tries again.</exception>
    public void Maintain(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        lock (_maintain)
        {
            try
            {
                lock (_append)
                {
                    Recover();
                }

                _layouts.Collect();
                Step(cancellation);
                _layouts.Collect();
            }
            catch (Exception failure) when (DiskFailure.Is(failure))
            {
                cancellation.ThrowIfCancellationRequested();
                lock (_append)
                {
                    _broken |= failure is DuckException { Type: DuckDB.NET.Native.DuckDBErrorType.Fatal or DuckDB.NET.Native.DuckDBErrorType.Internal };
                }

                throw DiskFailure.ToStorageException(failure, "The telemetry store could not be maintained", _files.Directory);
            }
        }
    }

    /// <summary>Figures for the status page. Cheap: nothing but the files' sizes is read.</summary>
    public TelemetryStatus Status()
    {
        Layout layout = _layouts.Current;
        HotFigures[] hot = [.. layout.Hot.Select(table => table.Figures).Where(figures => figures.Rows > 0)];
        TimeRange[] ranges = [.. layout.Parts.Select(part => part.Range), .. hot.Select(figures => figures.Range)];
        return new TelemetryStatus(
            Catalog.Count,
            hot.Sum(figures => figures.Rows),
            layout.Parts.Sum(part => part.Rows),
            layout.Parts.Count,
            layout.Parts.Sum(part => part.Bytes),
            _retention.BytesOnDisk(),
            ranges.Length > 0 ? ranges.Min(range => range.FromNs) : null,
            ranges.Length > 0 ? ranges.Max(range => range.ToNs) : null,
            _damaged);
    }

    /// <summary>
    /// Runs one read-only statement over the views <c>samples</c> (series, time, value), <c>series</c> (id, name, labels, kind,
    /// unit, help, source) and <c>named_samples</c> (name, labels, timestamp, value, series, time) and <c>abnormal_minutes</c> (series, time, point).
    /// </summary>
    /// <exception cref="SqlQueryException">The statement is refused, wrong, or took too long; the message says which.</exception>
    public SqlQueryResult Query(string sql, SqlQueryLimits limits, CancellationToken cancellation) =>
        new SqlQuery(_database, _layouts, _time).Run(sql, limits, cancellation);

    /// <summary>Reads everything there is and reports what is wrong with it; an empty list means sound. O(samples): minutes for billions.</summary>
    public IReadOnlyList<CheckFinding> Check(CancellationToken cancellation) =>
        new StoreCheck(_database, _layouts, _files, _damaged).Run(cancellation);

    /// <inheritdoc />
    public void Dispose()
    {
        // A commit under way ends first; reads and maintenance are interrupted.
        lock (_append)
        {
            _database.Dispose();
        }
    }

    private void Step(CancellationToken cancellation)
    {
        long started = Stopwatch.GetTimestamp();
        if (_flusher.IsDue())
        {
            _flusher.Flush(cancellation);
            _meters.Maintained(started, "flush");
        }
        else if (_retention.Apply())
        {
            _meters.Maintained(started, "retention");
        }
        else if (_compactor.Compact(cancellation))
        {
            _meters.Maintained(started, "compaction");
        }
    }

    /// <summary>Appends faster than flushes, for minutes, would fill memory and log without bound: then senders have to wait.</summary>
    private void RequireRoom()
    {
        long rows = _layouts.Current.Hot.Sum(table => table.Figures.Rows);
        if (rows > Math.Max(MostFlushesBehind * (long)Options.FlushRows, FewRows))
        {
            throw new StorageException(
                $"The samples were not kept: {rows} wait to be written to parts, which is slower than they come in. Send them again later; if it lasts, see the log for failed maintenance.");
        }
    }

    /// <summary>After a failed commit: opens the database anew and takes out what the commit may have left. Under the append lock.</summary>
    private void Recover()
    {
        if (!_broken)
        {
            return;
        }

        HotRecovery.Run(_database, _layouts, HotWriter.CreateTable);
        _broken = false;
    }
}
