using Nightjar.Storage.Telemetry.Duck;

namespace Nightjar.Storage.Telemetry;

/// <summary>
/// The table <c>newest</c>: time and value of the newest sample of each series in the parts, so that a start need not read the
/// parts to know where each series stands. A flush folds its table into it in the transaction that drops the table.
/// </summary>
internal static class NewestSamples
{
    /// <summary>Creates the table of an empty database.</summary>
    public const string Create = "CREATE TABLE newest (series UBIGINT, time BIGINT, value DOUBLE)";

    /// <summary>Puts what <see cref="Fold"/> has made in the table's place.</summary>
    public const string Swap = "DROP TABLE newest; ALTER TABLE newest_next RENAME TO newest";

    /// <summary>Computes the table as it will be without a hot table; what a crash has left of an earlier try is overwritten.</summary>
    public static void Fold(DuckConnection connection, HotTable table) =>
        connection.Execute($"CREATE OR REPLACE TABLE newest_next AS {Select([table])}");

    /// <summary>Sets where each series of the catalog stands.</summary>
    public static void Restore(DuckConnection connection, IReadOnlyList<HotTable> hot, SeriesCatalog catalog)
    {
        using DuckResult rows = connection.Query(Select(hot));
        while (rows.Next())
        {
            ReadOnlySpan<ulong> series = rows.Column<ulong>(0);
            ReadOnlySpan<long> times = rows.Column<long>(1);
            ReadOnlySpan<double> values = rows.Column<double>(2);
            for (int row = 0; row < rows.Rows; row++)
            {
                if (catalog.TryGet(new(series[row]), out SeriesEntry entry))
                {
                    entry.LastTimeNs = entry.AppendedNs = times[row];
                    entry.LastValue = values[row];
                }
            }
        }
    }

    // Of samples with one time the last written counts; rowid is their order within a table.
    private static string Select(IEnumerable<HotTable> hot)
    {
        IEnumerable<string> newest = hot.Select(table => $"""
            UNION ALL
            SELECT series, max(time) AS time, {Last(table)} AS value, {table.Generation} AS generation FROM {table.Name} GROUP BY series
            """);
        return $"""
            SELECT series, max(time) AS time, {Last("generation")} AS value
            FROM (SELECT series, time, value, 0 AS generation FROM newest {string.Join('\n', newest)}) GROUP BY series
            """;
    }

    private static string Last(HotTable table) => table.Figures.Repeats ? Last("rowid") : "arg_max(value, time)";

    // The value of the highest (time, order), as one number: compared as a pair DuckDB would give back another NaN than it took.
    private static string Last(string order) => $"arg_max(value, time::HUGEINT * 1099511627776 + {order})";
}
