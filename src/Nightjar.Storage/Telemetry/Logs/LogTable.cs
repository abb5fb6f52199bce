using System.Globalization;
using DuckDB.NET.Native;
using Nightjar.Core.Telemetry;
using Nightjar.Storage.Telemetry.Duck;

namespace Nightjar.Storage.Telemetry.Logs;

/// <summary>The tables of the database of logs: what they are called, and how rows get into them.</summary>
internal static class LogTable
{
    /// <summary>The columns of a hot table and of a part, in their order.</summary>
    public const string Columns = "time, stream, service, signature, severity, message, head, attributes, trace_high, trace_low, span";

    /// <summary>Raised when a table or a part changes so that an older version would misread it.</summary>
    private const int Format = 1;

    private static readonly DuckDBType[] Types =
    [
        DuckDBType.BigInt, DuckDBType.Integer, DuckDBType.Integer, DuckDBType.Integer, DuckDBType.UnsignedTinyInt, DuckDBType.Varchar, DuckDBType.Varchar, DuckDBType.Varchar,
        DuckDBType.UnsignedBigInt, DuckDBType.UnsignedBigInt, DuckDBType.UnsignedBigInt,
    ];

    private static readonly DuckDBType[] StreamTypes = [DuckDBType.Integer, DuckDBType.Varchar, DuckDBType.Integer, DuckDBType.Varchar, DuckDBType.Varchar];

    /// <summary>Makes what is missing in an empty database, and reads the streams of any other.</summary>
    /// <exception cref="StorageException">It was written by a newer version, or a row is damaged.</exception>
    public static void Prepare(DuckConnection connection, LogStreams streams)
    {
        connection.Execute(string.Create(CultureInfo.InvariantCulture, $"""
            CREATE TABLE IF NOT EXISTS format AS SELECT {Format} AS version;
            CREATE TABLE IF NOT EXISTS streams (id INTEGER, labels VARCHAR, service INTEGER, service_name VARCHAR, source VARCHAR)
            """));
        using (DuckResult format = connection.Query("SELECT max(version) FROM format"))
        {
            int version = format.Scalar<int>();
            if (version > Format)
            {
                throw new StorageException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"The logs of this data directory have format {version}, written by a newer Nightjar; this one reads up to {Format}: start the newer version, or use another data directory."));
            }
        }

        List<Label> labels = [];
        using DuckResult rows = connection.Query("SELECT id, labels, service, service_name, source FROM streams ORDER BY id");
        while (rows.Next())
        {
            for (int row = 0; row < rows.Rows; row++)
            {
                if (!SeriesTable.TryParse(rows.Bytes(1, row), labels, text => text, out Labels parsed))
                {
                    throw new StorageException(string.Create(CultureInfo.InvariantCulture, $"The row of log stream {rows.Column<int>(0)[row]} is damaged: restore a backup."));
                }

                streams.Restore(rows.Column<int>(0)[row], parsed, rows.Column<int>(2)[row], rows.Text(3, row), rows.Text(4, row));
            }
        }
    }

    /// <summary>Makes a hot table that is in no layout yet; what a failed try may have left of it is overwritten.</summary>
    public static void Create(DuckConnection connection, HotTable table) => connection.Execute($"""
        CREATE OR REPLACE TABLE {table.Name} (
            time BIGINT, stream INTEGER, service INTEGER, signature INTEGER, severity UTINYINT, message VARCHAR, head VARCHAR, attributes VARCHAR,
            trace_high UBIGINT, trace_low UBIGINT, span UBIGINT)
        """);

    /// <summary>Appends rows of streams within the open transaction.</summary>
    /// <param name="connection">Has a transaction open.</param>
    /// <param name="streams">All that are not durable; not empty. No id from the lowest of them on is, so that what stands there a failed commit has left.</param>
    public static void Append(DuckConnection connection, List<LogStream> streams)
    {
        connection.Execute(string.Create(CultureInfo.InvariantCulture, $"DELETE FROM streams WHERE id >= {streams.Min(stream => stream.Id)}"));
        using ColumnAppender appender = new(connection, "streams", StreamTypes);
        foreach (LogStream[] chunk in streams.Chunk(ColumnAppender.ChunkRows))
        {
            for (int row = 0; row < chunk.Length; row++)
            {
                appender.Column<int>(0)[row] = chunk[row].Id;
                appender.SetText(1, row, SeriesTable.ToJson(chunk[row].Labels));
                appender.Column<int>(2)[row] = chunk[row].Service.Id;
                appender.SetText(3, row, chunk[row].Service.Name);
                appender.SetText(4, row, chunk[row].Source);
            }

            appender.Append(chunk.Length);
        }

        appender.Close();
    }

    /// <summary>Appends lines within the open transaction. // hot</summary>
    public static void Append(DuckConnection connection, HotTable table, IReadOnlyList<LogBatch> batches)
    {
        using ColumnAppender appender = new(connection, table.Name, Types);
        int row = 0;
        foreach (LogBatch batch in batches)
        {
            for (int i = 0; i < batch.Count; i++)
            {
                ref readonly LogRow line = ref batch.Rows[i];
                appender.Column<long>(0)[row] = line.TimeNs;
                appender.Column<int>(1)[row] = line.Stream.Id;
                appender.Column<int>(2)[row] = line.Stream.Service.Id;
                appender.Column<int>(3)[row] = line.Signature;
                appender.Column<byte>(4)[row] = line.Severity;
                appender.SetText(5, row, batch.Message(i));
                appender.SetText(6, row, batch.Head(i));
                appender.SetText(7, row, batch.Attributes(i));
                appender.Column<ulong>(8)[row] = (ulong)(line.TraceId >> 64);
                appender.Column<ulong>(9)[row] = (ulong)line.TraceId;
                appender.Column<ulong>(10)[row] = line.SpanId;
                if (++row == ColumnAppender.ChunkRows)
                {
                    appender.Append(row);
                    row = 0;
                }
            }
        }

        if (row > 0)
        {
            appender.Append(row);
        }

        appender.Close();
    }
}
