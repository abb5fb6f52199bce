using System.Globalization;
using DuckDB.NET.Native;
using Nightjar.Core.Detection;
using Nightjar.Core.Telemetry;
using Nightjar.Storage.Telemetry.Duck;

namespace Nightjar.Storage.Telemetry;

/// <summary>
/// The table <c>abnormal_minutes</c>: minutes in which series stood out. A minute may stand there more than once (it was written
/// before it was over, or is judged again after a crash): the largest figure counts.
/// </summary>
internal sealed class AbnormalTable(HotDatabase database, TelemetryStoreOptions options, TimeProvider time)
{
    /// <summary>Creates the table where it is missing; a format of its own is not needed, as an older Nightjar does not look at it.</summary>
    public const string Create = "CREATE TABLE IF NOT EXISTS abnormal_minutes (series UBIGINT, minute INTEGER, point FLOAT)";

    /// <summary>Each minute once, for SQL from users.</summary>
    public const string Select = $"SELECT series, minute::BIGINT * 60000000000 AS time, max(point) AS point FROM {Table} GROUP BY ALL";

    // With the database's name, as temporary views of users may hide the table.
    private const string Table = "hot.main.abnormal_minutes";

    // How many minutes make the rank. On series with faults in a quiet estate, over ranges of ten minutes to a day: one lets a single odd
    // sample of a heavy-tailed series win, all let the many small ones of a restless series win; three found most faults.
    private const int MinutesRanked = 3;

    private static readonly DuckDBType[] Types = [DuckDBType.UnsignedBigInt, DuckDBType.Integer, DuckDBType.Float];

    /// <summary>Appends, and deletes what is too old and, beyond the bound of rows, the oldest tenth; durable when it returns. One caller at a time.</summary>
    /// <exception cref="DuckException">Whether it was kept is not known; appending it once more changes no answer.</exception>
    public void Append(ReadOnlySpan<AbnormalMinute> minutes)
    {
        using HotDatabase.Loan loan = database.Borrow();
        DuckConnection connection = loan.Connection;
        connection.Execute("BEGIN TRANSACTION");
        try
        {
            int oldest = AbnormalMinute.Of(time.NowNs() - options.RetentionAge.ToNs());
            connection.Execute(string.Create(CultureInfo.InvariantCulture, $"DELETE FROM {Table} WHERE minute < {oldest}"));
            AppendRows(connection, minutes);
            if (Rows(connection) > options.AbnormalMinutes)
            {
                connection.Execute($"DELETE FROM {Table} WHERE minute <= (SELECT quantile_disc(minute, 0.1) FROM {Table})");
            }

            connection.Execute("COMMIT");
        }
        catch
        {
            connection.Rollback();
            throw;
        }
    }

    /// <summary>See <see cref="TelemetryStore.MostAbnormal"/>.</summary>
    public List<SeriesAbnormality> Rank(TimeRange range, int limit, CancellationToken cancellation)
    {
        List<SeriesAbnormality> ranked = [];
        Read(
            $"""
            SELECT series, list_sum(max(point, {MinutesRanked}))::DOUBLE AS abnormality, max(point)::DOUBLE, arg_max(minute, point), min(minute), count(*)
            FROM ({Minutes(range)}) GROUP BY series ORDER BY abnormality DESC, series LIMIT {limit.ToString(CultureInfo.InvariantCulture)}
            """,
            (rows, row) => ranked.Add(new SeriesAbnormality(
                new SeriesId(rows.Column<ulong>(0)[row]),
                rows.Column<double>(1)[row],
                rows.Column<double>(2)[row],
                rows.Column<int>(3)[row] * Clock.NsPerMinute,
                rows.Column<int>(4)[row] * Clock.NsPerMinute,
                rows.Column<long>(5)[row])),
            cancellation);
        return ranked;
    }

    /// <summary>See <see cref="TelemetryStore.AbnormalMinutes"/>.</summary>
    public Dictionary<SeriesId, List<AbnormalMinute>> Of(IReadOnlyCollection<SeriesId> series, TimeRange range, CancellationToken cancellation)
    {
        Dictionary<SeriesId, List<AbnormalMinute>> found = series.ToDictionary(id => id, _ => new List<AbnormalMinute>());
        if (series.Count > 0)
        {
            Read(
                $"{Minutes(range, $" AND {Sql.Series(series)}")} ORDER BY minute",
                (rows, row) =>
                {
                    SeriesId id = new(rows.Column<ulong>(0)[row]);
                    found[id].Add(new AbnormalMinute(id, rows.Column<int>(1)[row], rows.Column<float>(2)[row]));
                },
                cancellation);
        }

        return found;
    }

    private static string Minutes(TimeRange range, string condition = "") => string.Create(
        CultureInfo.InvariantCulture,
        $"SELECT series, minute, max(point) AS point FROM {Table} WHERE minute BETWEEN {AbnormalMinute.Of(range.FromNs)} AND {AbnormalMinute.Of(range.ToNs)}{condition} GROUP BY series, minute");

    private static long Rows(DuckConnection connection)
    {
        using DuckResult rows = connection.Query($"SELECT count(*) FROM {Table}");
        return rows.Scalar<long>();
    }

    private static void AppendRows(DuckConnection connection, ReadOnlySpan<AbnormalMinute> minutes)
    {
        using ColumnAppender appender = new(connection, "abnormal_minutes", Types);
        while (minutes.Length > 0)
        {
            int rows = Math.Min(minutes.Length, ColumnAppender.ChunkRows);
            for (int row = 0; row < rows; row++)
            {
                appender.Column<ulong>(0)[row] = minutes[row].Series.Value;
                appender.Column<int>(1)[row] = minutes[row].Minute;
                appender.Column<float>(2)[row] = minutes[row].Point;
            }

            appender.Append(rows);
            minutes = minutes[rows..];
        }

        appender.Close();
    }

    private void Read(string sql, Action<DuckResult, int> take, CancellationToken cancellation)
    {
        using HotDatabase.Loan loan = database.Borrow();
        using CancellationTokenRegistration registration = cancellation.Register(loan.Connection.Interrupt);
        try
        {
            using DuckResult rows = loan.Connection.Query(sql);
            while (rows.Next())
            {
                for (int row = 0; row < rows.Rows; row++)
                {
                    take(rows, row);
                }
            }
        }
        catch (DuckException) when (cancellation.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellation);
        }
        catch (DuckException failure)
        {
            throw new StorageException($"Abnormal minutes cannot be read: {failure.Message}", failure);
        }
    }
}
