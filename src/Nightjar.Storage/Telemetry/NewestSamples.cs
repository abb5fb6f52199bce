using Nightjar.Storage.Telemetry.Duck;

namespace Nightjar.Storage.Telemetry;

/// <summary>
/// The table <c>newest</c>: time and value of the newest sample of each series in the parts, so that a start need not read the
/// parts to know where each series stands. A flush folds its table into it in the transaction that drops the table.
/// </summary>
internal static class NewestSamples
{
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
            SELECT series, max(time) AS time, arg_max(value, (time, rowid)) AS value, {table.Generation} AS generation FROM {table.Name} GROUP BY series
            """);
        return $"""
            SELECT series, max(time) AS time, arg_max(value, (time, generation)) AS value
            FROM (SELECT series, time, value, 0 AS generation FROM newest {string.Join('\n', newest)}) GROUP BY series
            """;
    }
}
