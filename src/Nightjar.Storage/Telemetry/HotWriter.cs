using DuckDB.NET.Native;
using Nightjar.Core.Telemetry;
using Nightjar.Storage.Telemetry.Duck;

namespace Nightjar.Storage.Telemetry;

/// <summary>Commits samples and the rows of new series into the hot database. One caller at a time.</summary>
internal sealed class HotWriter(HotDatabase database, SeriesCatalog catalog, TimeProvider time)
{
    private static readonly DuckDBType[] SampleTypes = [DuckDBType.UnsignedBigInt, DuckDBType.BigInt, DuckDBType.Double];

    /// <summary>Creates a hot table that is in no layout yet; what a failed try may have left of it is overwritten.</summary>
    /// <remarks>Uncompressed: it lives for minutes, and DuckDB's run-length encoding would turn minus zero into zero.</remarks>
    public static void CreateTable(DuckConnection connection, HotTable table) => connection.Execute($"""
        CREATE OR REPLACE TABLE {table.Name} (
            series UBIGINT USING COMPRESSION uncompressed,
            time BIGINT USING COMPRESSION uncompressed,
            value DOUBLE USING COMPRESSION uncompressed)
        """);

    /// <summary>Commits into a table; durable when it returns.</summary>
    /// <exception cref="DuckException">Nothing of it is to be kept; whether DuckDB kept it is unknown until the database is open again.</exception>
    public void Commit(HotTable table, ReadOnlySpan<SeriesSample> samples)
    {
        List<SeriesEntry> entries = TakeNew(samples);
        HotFigures before = table.Figures;
        HotFigures after = Add(before, samples);

        // Said before the samples can be seen: a reader must not take two for one time in any order.
        table.Figures = before with { Repeats = after.Repeats };
        try
        {
            using HotDatabase.Loan loan = database.Borrow();
            Commit(loan.Connection, table.Name, entries, samples);
        }
        catch
        {
            foreach (SeriesEntry entry in entries)
            {
                entry.Durable = true; // its row may stand: the next commit replaces it
                catalog.PutBack(entry);
            }

            throw;
        }

        entries.ForEach(entry => entry.Durable = true);
        table.Figures = after;
    }

    private static void Commit(DuckConnection connection, string table, List<SeriesEntry> entries, ReadOnlySpan<SeriesSample> samples)
    {
        connection.Execute("BEGIN TRANSACTION");
        try
        {
            if (entries.Count > 0)
            {
                SeriesTable.Write(connection, entries);
            }

            AppendSamples(connection, table, samples);
            connection.Execute("COMMIT");
        }
        catch
        {
            connection.Rollback();
            throw;
        }
    }

    private List<SeriesEntry> TakeNew(ReadOnlySpan<SeriesSample> samples)
    {
        List<SeriesEntry> entries = [];
        HashSet<SeriesEntry> seen = [];
        while (catalog.TryTakeNotYetDurable(out SeriesEntry entry))
        {
            if (!entry.Dropped && seen.Add(entry))
            {
                entries.Add(entry);
            }
        }

        foreach (ref readonly SeriesSample sample in samples)
        {
            // Retention dropped it while its samples were under way: it lives on.
            if (sample.Entry.Dropped && seen.Add(sample.Entry) && catalog.Revive(sample.Entry))
            {
                entries.Add(sample.Entry);
            }
        }

        return entries;
    }

    // hot
    private static void AppendSamples(DuckConnection connection, string table, ReadOnlySpan<SeriesSample> samples)
    {
        using ColumnAppender appender = new(connection, table, SampleTypes);
        while (samples.Length > 0)
        {
            int rows = Math.Min(samples.Length, ColumnAppender.ChunkRows);
            Span<ulong> series = appender.Column<ulong>(0)[..rows];
            Span<long> times = appender.Column<long>(1)[..rows];
            Span<double> values = appender.Column<double>(2)[..rows];
            for (int row = 0; row < rows; row++)
            {
                ref readonly SeriesSample sample = ref samples[row];
                series[row] = sample.Entry.Series.Id.Value;
                times[row] = sample.TimeNs;
                values[row] = sample.Value;
            }

            appender.Append(rows);
            samples = samples[rows..];
        }

        appender.Close();
    }

    // hot
    private HotFigures Add(HotFigures before, ReadOnlySpan<SeriesSample> samples)
    {
        long from = before.Range.FromNs;
        long to = before.Range.ToNs;
        bool repeats = before.Repeats;
        foreach (ref readonly SeriesSample sample in samples)
        {
            SeriesEntry entry = sample.Entry;
            long at = sample.TimeNs;
            from = Math.Min(from, at);
            to = Math.Max(to, at);
            repeats |= at <= entry.AppendedNs;
            entry.AppendedNs = Math.Max(entry.AppendedNs, at);
        }

        return new HotFigures(
            before.Rows + samples.Length, new TimeRange(from, to), repeats, before.Rows == 0 ? time.NowNs() : before.SinceNs);
    }
}
