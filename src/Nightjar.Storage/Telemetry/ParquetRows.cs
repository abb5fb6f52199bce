using System.Globalization;
using Nightjar.Storage.Telemetry.Duck;

namespace Nightjar.Storage.Telemetry;

/// <summary>
/// Reads a Parquet file that somebody else has written, in the order of its rows: a time, a key of what stands in the columns of text, and numbers. In a
/// DuckDB of its own, so that nothing of it can touch what is kept. Dispose it. Not thread-safe.
/// </summary>
public sealed class ParquetRows : IDisposable
{
    // Reading needs a few row groups at once; the distinct texts of the widest file allowed fit, too.
    private const string Memory = "1GB";

    private readonly string _path;
    private readonly DuckDatabase _database;
    private readonly DuckConnection _connection;
    private DuckResult? _rows;

    private ParquetRows(string path, DuckDatabase database)
    {
        _path = path;
        _database = database;
        _connection = database.Connect();
        _connection.Execute("SET TimeZone = 'UTC'"); // of times that name none
    }

    /// <summary>The file's columns; types as DuckDB names them.</summary>
    public IReadOnlyList<SqlColumn> Columns { get; private set; } = [];

    /// <summary>Rows in the current piece.</summary>
    public int Count => _rows?.Rows ?? 0;

    /// <summary>
    /// The times of the current piece: nanoseconds since 1970, or where the file holds numbers those, in whatever unit. Without meaning where <see cref="HasTime"/> says no.
    /// </summary>
    public ReadOnlySpan<long> Times => Rows.Column<long>(0);

    /// <summary>The keys of the current piece, as in <see cref="Keys"/>.</summary>
    public ReadOnlySpan<ulong> RowKeys => Rows.Column<ulong>(1);

    private DuckResult Rows => _rows ?? throw new InvalidOperationException("Call Next first.");

    /// <summary>Opens a file.</summary>
    /// <exception cref="StorageException">It is no Parquet file, or cannot be read.</exception>
    public static ParquetRows Open(string path)
    {
        ParquetRows rows;
        try
        {
            rows = new ParquetRows(path, DuckDatabase.Open(":memory:", [new("memory_limit", Memory), new("threads", "1"), new("autoinstall_known_extensions", "false"), new("autoload_known_extensions", "false")]));
        }
        catch (DuckException failure)
        {
            throw Failure(failure);
        }

        try
        {
            rows.Columns = rows.Describe();
            return rows;
        }
        catch (DuckException failure)
        {
            rows.Dispose();
            throw Failure(failure);
        }
    }

    /// <summary>Begins with the first row.</summary>
    /// <param name="time">The column of times.</param>
    /// <param name="texts">Columns that make the key.</param>
    /// <param name="numbers">Columns of numbers.</param>
    /// <exception cref="StorageException">It cannot be read.</exception>
    public void Select(string time, IEnumerable<string> texts, IEnumerable<string> numbers)
    {
        SqlColumn column = Columns.First(column => column.Name == time);
        string[] wanted = [Time(Name(time), column.Type), Key(texts), .. numbers.Select(number => $"TRY_CAST({Name(number)} AS DOUBLE)")];
        _rows?.Dispose();
        _rows = Guard(() => _connection.Stream($"SELECT {string.Join(", ", wanted)} FROM {From()}"));
    }

    /// <summary>The texts behind each key, as many keys as <paramref name="most"/> allows; an absent text is empty.</summary>
    /// <exception cref="StorageException">It cannot be read.</exception>
    public IReadOnlyDictionary<ulong, string[]> Keys(IReadOnlyList<string> texts, int most)
    {
        Dictionary<ulong, string[]> keys = [];
        string columns = string.Concat(texts.Select(text => $", coalesce(CAST({Name(text)} AS VARCHAR), '')"));
        using DuckResult rows = Guard(() => _connection.Query(string.Create(CultureInfo.InvariantCulture, $"SELECT DISTINCT {Key(texts)}{columns} FROM {From()} LIMIT {most}")));
        while (rows.Next())
        {
            for (int row = 0; row < rows.Rows; row++)
            {
                int at = row;
                keys[rows.Column<ulong>(0)[row]] = [.. Enumerable.Range(1, texts.Count).Select(text => rows.Text(text, at))];
            }
        }

        return keys;
    }

    /// <summary>Moves to the next piece (up to 2,048 rows); false at the end.</summary>
    /// <exception cref="StorageException">The file is damaged from here on.</exception>
    public bool Next() => Guard(Rows.Next);

    /// <summary>False where the row has no time that can be read.</summary>
    public bool HasTime(int row) => !Rows.IsNull(0, row);

    /// <summary>The numbers of one column in the current piece, in the order of <see cref="Select"/>.</summary>
    public ReadOnlySpan<double> Numbers(int column) => Rows.Column<double>(column + 2);

    /// <summary>False where the row has no number there.</summary>
    public bool HasNumber(int column, int row) => !Rows.IsNull(column + 2, row);

    /// <inheritdoc />
    public void Dispose()
    {
        _rows?.Dispose();
        _connection.Dispose();
        _database.Dispose();
    }

    // Text may be a date or a count; whoever reads tells the unit of a count by its size.
    private static string Time(string name, string type) => type switch
    {
        _ when type.StartsWith("TIMESTAMP", StringComparison.Ordinal) => $"epoch_ns({name})",
        "DATE" => $"epoch_ns(CAST({name} AS TIMESTAMP))",
        "VARCHAR" => $"coalesce(TRY_CAST({name} AS BIGINT), epoch_ns(TRY_CAST({name} AS TIMESTAMPTZ)))",
        _ when type is "FLOAT" or "DOUBLE" || type.StartsWith("DECIMAL", StringComparison.Ordinal) =>
            $"TRY_CAST(CASE WHEN abs({name}) < 1e11 THEN round({name} * 1e6) * 1e3 ELSE {name} END AS BIGINT)",
        _ => $"TRY_CAST({name} AS BIGINT)",
    };

    private static string Key(IEnumerable<string> texts)
    {
        string all = string.Join(", ", texts.Select(text => $"coalesce(CAST({Name(text)} AS VARCHAR), '')"));
        return all.Length == 0 ? "0::UBIGINT" : $"hash({all})";
    }

    private static string Name(string column) => $"\"{column.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static StorageException Failure(DuckException failure) => new($"the file cannot be read as Parquet: {failure.Message.ReplaceLineEndings(" ")}", failure);

    private static T Guard<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (DuckException failure)
        {
            throw Failure(failure);
        }
    }

    private string From() => $"read_parquet({Sql.Quote(_path)})";

    private List<SqlColumn> Describe()
    {
        List<SqlColumn> columns = [];
        using DuckResult described = _connection.Query($"DESCRIBE SELECT * FROM {From()}");
        while (described.Next())
        {
            for (int row = 0; row < described.Rows; row++)
            {
                columns.Add(new SqlColumn(described.Text(0, row), described.Text(1, row)));
            }
        }

        return columns;
    }
}
