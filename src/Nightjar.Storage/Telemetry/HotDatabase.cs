using System.Globalization;
using Nightjar.Storage.Telemetry.Duck;

namespace Nightjar.Storage.Telemetry;

/// <summary>
/// The file <c>hot.duckdb</c>: opens it with bounded memory, lends connections (they may run beside each other), and opens it
/// anew when a failed commit has made DuckDB refuse all further work.
/// </summary>
internal sealed class HotDatabase : IDisposable
{
    // Idle connections kept for the next read: more readers than this at one time are rare, and a new connection costs little.
    private const int IdleConnections = 8;

    // Readers are interrupted before a reopen; one that does not end within this is stuck in the disk it reads from.
    private static readonly TimeSpan ReopenWait = TimeSpan.FromSeconds(20);

    private readonly string _directory;
    private readonly string _path;
    private readonly KeyValuePair<string, string>[] _settings;
    private readonly Lock _gate = new();
    private readonly Stack<DuckConnection> _idle = new();
    private readonly HashSet<DuckConnection> _lent = [];
    private DuckDatabase? _database;
    private bool _closing;

    private HotDatabase(string directory, KeyValuePair<string, string>[] settings)
    {
        _directory = directory;
        _path = Path.Combine(directory, "hot.duckdb");
        _settings = settings;
        _database = OpenFile();
    }

    /// <summary>Opens or creates the file.</summary>
    /// <exception cref="StorageException">It is held by another process, newer than this DuckDB, or damaged.</exception>
    public static HotDatabase Open(string directory, long memoryBytes) => new(
        directory,
        [
            new("memory_limit", memoryBytes.ToString(CultureInfo.InvariantCulture) + "B"),
            new("threads", "2"),
            new("temp_directory", Path.Combine(directory, "tmp")),

            // Commits never wait for a checkpoint: the log is bounded by the flush, which ends with one.
            new("checkpoint_threshold", "1TB"),
            new("auto_checkpoint_skip_wal_threshold", "1000000000000"),
        ]);

    /// <summary>Full path of the file.</summary>
    public string File => _path;

    /// <summary>Borrows a connection; dispose the loan to give it back.</summary>
    /// <exception cref="StorageException">The database is closed, or could not be opened again after a failure.</exception>
    public Loan Borrow()
    {
        lock (_gate)
        {
            if (_closing || _database is null)
            {
                throw new StorageException($"{_path} is closed: wait until it is open again, or see the log for why it is not.");
            }

            DuckConnection connection = _idle.TryPop(out DuckConnection? idle) ? idle : _database.Connect();
            _lent.Add(connection);
            return new Loan(this, connection);
        }
    }

    /// <summary>Closes the database and opens it again, replaying its log: the way back after DuckDB has declared itself invalid.</summary>
    /// <exception cref="StorageException">It does not open, for instance because the disk is still full. Call it again later.</exception>
    public void Reopen()
    {
        Close();
        lock (_gate)
        {
            _database = OpenFile();
            _closing = false;
        }
    }

    /// <inheritdoc />
    public void Dispose() => Close();

    private void Close()
    {
        long deadline = Environment.TickCount64 + (long)ReopenWait.TotalMilliseconds;
        while (true)
        {
            lock (_gate)
            {
                _closing = true;
                if (_lent.Count == 0)
                {
                    CloseNow();
                    return;
                }

                foreach (DuckConnection connection in _lent)
                {
                    connection.Interrupt();
                }
            }

            if (Environment.TickCount64 > deadline)
            {
                throw new StorageException($"{_path} cannot be closed, because a read from it does not end: check the disk, then restart.");
            }

            Thread.Yield();
        }
    }

    private void CloseNow()
    {
        while (_idle.TryPop(out DuckConnection? idle))
        {
            idle.Dispose();
        }

        _database?.Dispose();
        _database = null;
    }

    private DuckDatabase OpenFile()
    {
        try
        {
            DuckDatabase database = DuckDatabase.Open(_path, _settings);
            Confine(database);
            return database;
        }
        catch (DuckException failure) when (failure.Message.Contains("set lock", StringComparison.Ordinal))
        {
            throw new StorageException(
                $"{_path} is held by another process: ask it with `nightjar status`, or stop it before you open this data directory.", failure);
        }
        catch (DuckException failure) when (failure.Message.Contains("version number", StringComparison.Ordinal))
        {
            throw new StorageException($"{_path} was written by a newer version of Nightjar: start that version, or restore an older backup.", failure);
        }
        catch (DuckException failure)
        {
            throw new StorageException($"{_path} cannot be opened: {failure.Message}", failure);
        }
    }

    /// <summary>SQL from users runs in this instance: it may read this directory and nothing else of the machine, and change no setting.</summary>
    private void Confine(DuckDatabase database)
    {
        try
        {
            using DuckConnection connection = database.Connect();
            connection.Execute("SET GLOBAL parquet_metadata_cache = true"); // the directory of a day's part costs 10 ms to read
            connection.Execute($"SET GLOBAL allowed_directories = ['{Sql.Escape(_directory)}/']");
            connection.Execute("SET GLOBAL enable_external_access = false");
            connection.Execute("SET GLOBAL lock_configuration = true");
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    private void Return(DuckConnection connection, bool keep)
    {
        lock (_gate)
        {
            _lent.Remove(connection);
            if (keep && !_closing && _idle.Count < IdleConnections)
            {
                _idle.Push(connection);
                return;
            }

            connection.Dispose();
        }
    }

    /// <summary>A borrowed connection.</summary>
    internal sealed class Loan(HotDatabase owner, DuckConnection connection) : IDisposable
    {
        private DuckConnection? _connection = connection;
        private bool _keep = true;

        public DuckConnection Connection => _connection ?? throw new ObjectDisposedException(nameof(Loan));

        /// <summary>Closes the connection at the end: it holds something, such as views, that the next borrower must not meet.</summary>
        public void DoNotKeep() => _keep = false;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _connection, null) is DuckConnection connection)
            {
                owner.Return(connection, _keep);
            }
        }
    }
}
