using System.Globalization;
using Nightjar.Core.Telemetry;
using Nightjar.Storage.Telemetry.Duck;

namespace Nightjar.Storage.Telemetry;

/// <summary>The tables of the hot database beside the samples: format, series, the newest sample of each series in the parts, and abnormal minutes.</summary>
internal static class HotSchema
{
    /// <summary>Counts up with each change of the layout on disk that an older Nightjar would misread.</summary>
    public const int Format = 1;

    /// <summary>Creates what an empty database lacks, and refuses one that is newer than this program.</summary>
    /// <exception cref="StorageException">It was written by a newer version.</exception>
    public static void Prepare(DuckConnection connection)
    {
        using (DuckResult tables = connection.Query("SELECT count(*) FROM duckdb_tables() WHERE table_name = 'format'"))
        {
            if (tables.Scalar<long>() == 0)
            {
                connection.Execute(string.Create(CultureInfo.InvariantCulture, $"""
                    BEGIN TRANSACTION;
                    CREATE TABLE format (version INTEGER);
                    INSERT INTO format VALUES ({Format});
                    {SeriesTable.Create};
                    {NewestSamples.Create};
                    COMMIT
                    """));
            }
        }

        using DuckResult format = connection.Query("SELECT max(version) FROM format");
        int version = format.Scalar<int>();
        if (version > Format)
        {
            throw new StorageException(string.Create(
                CultureInfo.InvariantCulture,
                $"This data directory has telemetry format {version}, written by a newer Nightjar; this one reads up to {Format}: start the newer version, or use another data directory."));
        }

        connection.Execute(AbnormalTable.Create);
    }

    /// <summary>The hot tables found, oldest generation first, with what stands in them.</summary>
    public static List<HotTable> HotTables(DuckConnection connection, long nowNs)
    {
        List<long> generations = [];
        using (DuckResult tables = connection.Query($"SELECT table_name FROM duckdb_tables() WHERE starts_with(table_name, '{HotTable.Prefix}')"))
        {
            while (tables.Next())
            {
                for (int row = 0; row < tables.Rows; row++)
                {
                    generations.Add(long.Parse(tables.Text(0, row).AsSpan(HotTable.Prefix.Length), CultureInfo.InvariantCulture));
                }
            }
        }

        generations.Sort();
        return generations.ConvertAll(generation => new HotTable(generation, Figures(connection, new HotTable(generation, HotFigures.None), nowNs)));
    }

    /// <summary>True while the table is in the database.</summary>
    public static bool Exists(DuckConnection connection, HotTable table)
    {
        using DuckResult tables = connection.Query($"SELECT count(*) FROM duckdb_tables() WHERE table_name = {Sql.Quote(table.Name)}");
        return tables.Scalar<long>() > 0;
    }

    /// <summary>What stands in a table. What came in which order is not known, so repeats are expected.</summary>
    public static HotFigures Figures(DuckConnection connection, HotTable table, long nowNs)
    {
        using DuckResult figures = connection.Query(string.Create(
            CultureInfo.InvariantCulture,
            $"SELECT count(*), coalesce(min(time), {long.MaxValue}), coalesce(max(time), {long.MinValue}) FROM {table.Name}"));
        figures.Next();
        long rows = figures.Column<long>(0)[0];
        TimeRange range = new(figures.Column<long>(1)[0], figures.Column<long>(2)[0]);
        return new HotFigures(rows, range, Repeats: rows > 0, nowNs);
    }
}
