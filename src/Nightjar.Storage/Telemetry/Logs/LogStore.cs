using System.Globalization;
using Nightjar.Core.Telemetry;
using Nightjar.Storage.Telemetry.Duck;

namespace Nightjar.Storage.Telemetry.Logs;

/// <summary>
/// Log records and the streams they come from, in one directory: a DuckDB database that takes the appends (the hot table) and Parquet parts sorted by time. One
/// process at a time. Reads may run beside each other and beside the one writer.
/// </summary>
public sealed class LogStore : IDisposable
{
    // Dictionaries for what repeats, which is most of it but the messages.
    private const string PartFormat = "FORMAT parquet, PARQUET_VERSION v2, COMPRESSION zstd, ROW_GROUP_SIZE 122880";

    // 8 M lines with the defaults, some 2 GB of log, replayed after a crash.
    private const int MostFlushesBehind = 8;

    private readonly HotDatabase _database;
    private readonly Layouts _layouts;
    private readonly PartFiles _files;
    private readonly LogReader _reader;
    private readonly LogUpkeep _upkeep;
    private readonly IReadOnlyList<string> _damaged;
    private readonly TimeProvider _time;
    private readonly Lock _append = new();
    private readonly Lock _maintain = new();
    private bool _broken;

    private LogStore(HotDatabase database, PartFiles files, Layout layout, LogStreams streams, IReadOnlyList<string> damaged, LogStoreOptions options, TimeProvider time)
    {
        (_database, _files, _damaged, _time) = (database, files, damaged, time);
        Streams = streams;
        Options = options;
        _layouts = new Layouts(layout);
        _reader = new LogReader(database, _layouts, streams);
        _upkeep = new LogUpkeep(database, _layouts, files, _append, options, time);
    }

    /// <summary>The streams known.</summary>
    public LogStreams Streams { get; }

    /// <summary>Its bounds.</summary>
    public LogStoreOptions Options { get; }

    /// <summary>Opens or creates the store, and finishes what a crash has left half done.</summary>
    /// <param name="directory">The data directory.</param>
    /// <param name="options">Bounds.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="StorageException">The directory is held by another process, written by a newer version, or unreadable.</exception>
    public static LogStore Open(string directory, LogStoreOptions options, TimeProvider time)
    {
        string logs = Path.GetFullPath(Path.Combine(directory, "logs"));
        PartFiles files = new(Path.Combine(logs, "parts"), PartFormat);
        HotDatabase? database = null;
        try
        {
            Directory.CreateDirectory(files.Directory);
            database = HotDatabase.Open(logs, options.MemoryBytes);
            return Load(database, files, options, time);
        }
        catch (Exception failure)
        {
            database?.Dispose();
            if (DiskFailure.Is(failure))
            {
                throw DiskFailure.ToStorageException(failure, "The store of logs cannot be opened", logs);
            }

            throw;
        }
    }

    /// <summary>Appends lines and the streams they are the first of; durable when it returns. One caller at a time.</summary>
    /// <exception cref="StorageException">Nothing of it was kept: the disk is full or failing, or flushes lag far behind.</exception>
    public void Append(IReadOnlyList<LogBatch> batches)
    {
        lock (_append)
        {
            if (_layouts.Current.Current.Figures.Rows >= (long)Options.FlushRows * MostFlushesBehind)
            {
                throw new StorageException("The lines were not kept: writing them to parts lags far behind. It resumes by itself; see the log for why it fails.");
            }

            List<LogStream> streams = Streams.TakeNotYetDurable();
            try
            {
                Recover();
                Commit(streams, batches);
            }
            catch (Exception failure)
            {
                Streams.PutBack(streams);
                if (!DiskFailure.Is(failure))
                {
                    throw;
                }

                // Whether DuckDB kept the batch is not known, and after a failed commit it often refuses all work.
                _broken = true;
                throw DiskFailure.ToStorageException(failure, "The lines were not kept", _files.Directory);
            }
        }
    }

    /// <summary>The newest lines that fulfil a query.</summary>
    /// <param name="query">Which.</param>
    /// <param name="limit">Lines at most.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="StorageException">The disk fails, or the query is beyond what the store's memory can do.</exception>
    public LogPage Search(LogQuery query, int limit, CancellationToken cancellation) => Read(() => _reader.Search(query, limit, cancellation), cancellation);

    /// <summary>How many lines fulfil a query, by time and range of severities; stretches without lines are absent.</summary>
    /// <exception cref="StorageException">The disk fails.</exception>
    public IReadOnlyList<LogCount> CountByTime(LogQuery query, long bucketNs, CancellationToken cancellation) =>
        Read(() => _reader.CountByTime(query, bucketNs, cancellation), cancellation);

    /// <summary>How many lines fulfil a query, by signature, the most frequent first. Counted from the lines themselves: the sum is their number.</summary>
    /// <exception cref="StorageException">The disk fails.</exception>
    public IReadOnlyList<SignatureCount> CountBySignature(LogQuery query, CancellationToken cancellation) => Read(() => _reader.CountBySignature(query, cancellation), cancellation);

    /// <summary>The signatures of a service with a higher id than given, with a message of each: what was stored and not saved before a crash.</summary>
    /// <exception cref="StorageException">The disk fails.</exception>
    public IReadOnlyList<UnknownSignature> SignaturesAbove(int service, int id, CancellationToken cancellation) =>
        Read(() => _reader.SignaturesAbove(service, id, cancellation), cancellation);

    /// <summary>Does at most one thing of what is due: flush, delete or merge. Cheap when nothing is. Call it every few seconds.</summary>
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
                _upkeep.Step(cancellation);
                _layouts.Collect();
            }
            catch (Exception failure) when (DiskFailure.Is(failure))
            {
                cancellation.ThrowIfCancellationRequested();
                lock (_append)
                {
                    _broken |= failure is DuckException { Type: DuckDB.NET.Native.DuckDBErrorType.Fatal or DuckDB.NET.Native.DuckDBErrorType.Internal };
                }

                throw DiskFailure.ToStorageException(failure, "The store of logs could not be maintained", _files.Directory);
            }
        }
    }

    /// <summary>Reads everything and says what is wrong with it; an empty list means sound. O(bytes on disk).</summary>
    public IReadOnlyList<CheckFinding> Check(CancellationToken cancellation)
    {
        List<CheckFinding> findings = [.. _damaged.Select(path => new CheckFinding(path, "It is not a readable part: restore it from a backup, or move it away.", LosesSamples: true))];
        using Layouts.Lease lease = _layouts.Acquire();
        using HotDatabase.Loan loan = _database.Borrow();
        using CancellationTokenRegistration registration = cancellation.Register(loan.Connection.Interrupt);
        IEnumerable<(string Where, string From, long Rows)> tables = lease.Layout.Parts.Select(part => (part.Path, PartFiles.From([part]), part.Rows))
            .Concat(lease.Layout.Hot.Select(table => (table.Name, table.Name, table.Figures.Rows)));
        foreach ((string where, string from, long rows) in tables)
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                // Reading all columns checks every page. What is committed meanwhile may only add to the figures.
                using DuckResult read = loan.Connection.Query($"SELECT count(*), sum(strlen(message) + strlen(head) + strlen(attributes) + severity + hash(time, stream, service, signature) % 2) FROM {from}");
                read.Next();
                if (read.Column<long>(0)[0] is long found && found < rows)
                {
                    findings.Add(new CheckFinding(where, string.Create(CultureInfo.InvariantCulture, $"It holds {found} lines where {rows} were written: restore it from a backup."), LosesSamples: true));
                }
            }
            catch (DuckException failure)
            {
                cancellation.ThrowIfCancellationRequested();
                findings.Add(new CheckFinding(where, $"It cannot be read: {failure.Message.ReplaceLineEndings(" ")}", LosesSamples: true));
            }
        }

        return findings;
    }

    /// <summary>Figures for the status page. Cheap.</summary>
    public LogStatus Status()
    {
        Layout layout = _layouts.Current;
        return new LogStatus(
            Streams.Count, layout.Hot.Sum(table => table.Figures.Rows), layout.Parts.Sum(part => part.Rows), layout.Parts.Count, layout.Parts.Sum(part => part.Bytes), _damaged);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        // A commit under way ends first; reads and maintenance are interrupted.
        lock (_append)
        {
            _database.Dispose();
        }
    }

    private static LogStore Load(HotDatabase database, PartFiles files, LogStoreOptions options, TimeProvider time)
    {
        LogStreams streams = new(options.MaxStreams, options.MaxServices);
        List<Part> parts;
        List<string> damaged;
        List<HotTable> written;
        List<HotTable> hot;
        using (HotDatabase.Loan loan = database.Borrow())
        {
            LogTable.Prepare(loan.Connection, streams);
            parts = files.Load(loan.Connection, out damaged);
            List<HotTable> found = HotSchema.HotTables(loan.Connection, time.NowNs());
            bool IsWritten(HotTable table) => parts.Exists(part => part.First <= table.Generation && table.Generation <= part.Last);
            written = found.FindAll(IsWritten);
            hot = found.FindAll(table => !IsWritten(table));
            if (hot.Count == 0)
            {
                hot.Add(new HotTable(StoreContents.NextGeneration(files, found), HotFigures.None));
                LogTable.Create(loan.Connection, hot[0]);
            }
        }

        LogStore store = new(database, files, new Layout(parts, hot), streams, damaged, options, time);
        written.ForEach(store._upkeep.Drop);
        return store;
    }

    private static T Read<T>(Func<T> read, CancellationToken cancellation)
    {
        try
        {
            return read();
        }
        catch (DuckException failure)
        {
            cancellation.ThrowIfCancellationRequested();
            throw new StorageException($"The logs cannot be read: {failure.Message.ReplaceLineEndings(" ")}", failure);
        }
    }

    private void Commit(List<LogStream> streams, IReadOnlyList<LogBatch> batches)
    {
        HotTable table = _layouts.Current.Current;
        using HotDatabase.Loan loan = _database.Borrow();
        loan.Connection.Transact(connection =>
        {
            if (streams.Count > 0)
            {
                LogTable.Append(connection, streams);
            }

            LogTable.Append(connection, table, batches);
        });
        HotFigures before = table.Figures;
        (long from, long to, int lines) = (before.Range.FromNs, before.Range.ToNs, 0);
        foreach (LogBatch batch in batches)
        {
            lines += batch.Count;
            foreach (ref readonly LogRow row in batch.Rows)
            {
                (from, to) = (Math.Min(from, row.TimeNs), Math.Max(to, row.TimeNs));
            }
        }

        table.Figures = new HotFigures(before.Rows + lines, new TimeRange(from, to), Repeats: false, before.Rows == 0 ? _time.NowNs() : before.SinceNs);
    }

    private void Recover()
    {
        if (_broken)
        {
            HotRecovery.Run(_database, _layouts, LogTable.Create);
            _broken = false;
        }
    }
}
