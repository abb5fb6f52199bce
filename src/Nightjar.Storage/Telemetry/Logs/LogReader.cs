using System.Globalization;
using Nightjar.Core.Telemetry;
using Nightjar.Core.Telemetry.Logs;
using Nightjar.Storage.Telemetry.Duck;

namespace Nightjar.Storage.Telemetry.Logs;

/// <summary>Reads lines and counts them. Any number of callers.</summary>
internal sealed class LogReader(HotDatabase database, Layouts layouts, LogStreams streams)
{
    /// <summary>The newest lines that fulfil a query. Of a store whose files do not overlap in time only those are read that have some of them.</summary>
    public LogPage Search(LogQuery query, int limit, CancellationToken cancellation)
    {
        // One more than wanted says whether there is a next page; what the pages before gave of the same time is read once more.
        int wanted = limit + 1 + (query.After?.Given ?? 0);
        List<LogEntry> found = [];
        using Layouts.Lease lease = layouts.Acquire();
        using HotDatabase.Loan loan = database.Borrow();
        using (cancellation.Register(loan.Connection.Interrupt))
        {
            string where = LogSql.Where(query, streams);
            foreach ((string table, TimeRange range, bool isPart) in Tables(lease.Layout, query.Range).OrderByDescending(table => table.Range.ToNs))
            {
                if (found.Count >= wanted && range.ToNs < found[wanted - 1].TimeNs)
                {
                    break;
                }

                // A file is sorted by time and then by the order in which lines came; the newer of two tables comes first in this loop.
                string row = isPart ? "file_row_number" : "rowid";
                string from = isPart ? $"read_parquet({table}, file_row_number = true)" : table;
                string since = isPart && !ReadsTexts(query) ? $" AND time >= {Threshold(loan.Connection, from, where, wanted)}" : "";
                List<LogEntry> here = Read(loan.Connection, string.Create(
                    CultureInfo.InvariantCulture,
                    $"SELECT {LogTable.Columns} FROM {from} WHERE {where}{since} ORDER BY time DESC, {row} DESC LIMIT {wanted}"));
                found = [.. found.Concat(here).OrderByDescending(entry => entry.TimeNs).Take(wanted)]; // a stable sort
            }
        }

        cancellation.ThrowIfCancellationRequested();
        int given = query.After is { } after ? found.TakeWhile(entry => entry.TimeNs == after.TimeNs).Take(after.Given).Count() : 0;
        List<LogEntry> page = found.GetRange(given, Math.Min(limit, found.Count - given));
        bool hasMore = found.Count > given + page.Count;
        return new LogPage(page, hasMore ? Cursor(page, query.After) : null);
    }

    /// <summary>How many lines fulfil a query, by time and severity.</summary>
    public IReadOnlyList<LogCount> CountByTime(LogQuery query, long bucketNs, CancellationToken cancellation)
    {
        List<LogCount> counts = [];
        Count(query, string.Create(
            CultureInfo.InvariantCulture,
            $"SELECT time // {bucketNs} * {bucketNs} AS bucket, CASE WHEN severity = 0 THEN 0 ELSE (severity - 1) // 4 * 4 + 1 END::UTINYINT AS band, count(*) FROM $ GROUP BY ALL ORDER BY ALL"),
            (rows, row) => counts.Add(new LogCount(rows.Column<long>(0)[row], rows.Column<byte>(1)[row], rows.Column<long>(2)[row])), cancellation);
        return counts;
    }

    /// <summary>How many lines fulfil a query, by signature, the most frequent first.</summary>
    public IReadOnlyList<SignatureCount> CountBySignature(LogQuery query, CancellationToken cancellation)
    {
        List<SignatureCount> counts = [];
        Count(query, "SELECT service, signature, max(severity), count(*) AS lines, min(time), max(time) FROM $ GROUP BY service, signature ORDER BY lines DESC, service, signature",
            (rows, row) => counts.Add(new SignatureCount(
                rows.Column<int>(0)[row], rows.Column<int>(1)[row], rows.Column<byte>(2)[row], rows.Column<long>(3)[row], rows.Column<long>(4)[row], rows.Column<long>(5)[row])),
            cancellation);
        return counts;
    }

    /// <summary>The signatures of a service with a higher id, and one message of each.</summary>
    public IReadOnlyList<UnknownSignature> SignaturesAbove(int service, int id, CancellationToken cancellation)
    {
        List<UnknownSignature> unknown = [];
        LogQuery all = new(new TimeRange(long.MinValue, long.MaxValue), LogSearch.All);
        Count(all, string.Create(CultureInfo.InvariantCulture, $"SELECT signature, any_value(message) FROM $ AND service = {service} AND signature > {id} GROUP BY signature ORDER BY signature"),
            (rows, row) => unknown.Add(new UnknownSignature(rows.Column<int>(0)[row], rows.Text(1, row))), cancellation);
        return unknown;
    }

    private static bool ReadsTexts(LogQuery query) =>
        query.Search.Conditions.Any(condition => condition.Kind is LogConditionKind.Text or LogConditionKind.Regex or LogConditionKind.Field);

    /// <summary>The time of the last line wanted: from narrow columns alone, so that the texts of a part's other row groups, most of its bytes, are not read.</summary>
    private static string Threshold(DuckConnection connection, string from, string where, int wanted)
    {
        using DuckResult times = connection.Query(string.Create(
            CultureInfo.InvariantCulture,
            $"SELECT coalesce(min(time), {long.MinValue + 1}) FROM (SELECT time FROM {from} WHERE {where} ORDER BY time DESC LIMIT {wanted})"));
        return times.Scalar<long>().ToString(CultureInfo.InvariantCulture);
    }

    private static IEnumerable<(string Table, TimeRange Range, bool IsPart)> Tables(Layout layout, TimeRange range) =>
        layout.Parts.Select(part => (Sql.Quote(part.Path), part.Range, true))
            .Concat(layout.Hot.Where(table => table.Figures.Rows > 0).Select(table => (table.Name, table.Figures.Range, false)))
            .Where(table => table.Range.FromNs <= range.ToNs && table.Range.ToNs >= range.FromNs)
            .Reverse();

    private static LogCursor? Cursor(List<LogEntry> page, LogCursor? after)
    {
        if (page.Count == 0)
        {
            return after;
        }

        long last = page[^1].TimeNs;
        int ofLast = page.AsEnumerable().Reverse().TakeWhile(entry => entry.TimeNs == last).Count();
        return new LogCursor(last, ofLast + (after?.TimeNs == last ? after.Value.Given : 0));
    }

    private void Count(LogQuery query, string select, Action<DuckResult, int> take, CancellationToken cancellation)
    {
        using Layouts.Lease lease = layouts.Acquire();
        string[] hot = [.. Tables(lease.Layout, query.Range).Where(table => !table.IsPart).Select(table => $"SELECT {LogTable.Columns} FROM {table.Table}")];
        string[] parts = [.. Tables(lease.Layout, query.Range).Where(table => table.IsPart).Select(table => table.Table)];
        IEnumerable<string> all = parts.Length == 0 ? hot : hot.Append($"SELECT {LogTable.Columns} FROM read_parquet([{string.Join(',', parts)}])");
        string union = string.Join(" UNION ALL ", all);
        if (union.Length == 0)
        {
            return;
        }

        using HotDatabase.Loan loan = database.Borrow();
        using (cancellation.Register(loan.Connection.Interrupt))
        using (DuckResult rows = loan.Connection.Query(select.Replace("$", $"({union}) WHERE {LogSql.Where(query, streams)}", StringComparison.Ordinal)))
        {
            while (rows.Next())
            {
                for (int row = 0; row < rows.Rows; row++)
                {
                    take(rows, row);
                }
            }
        }

        cancellation.ThrowIfCancellationRequested();
    }

    private List<LogEntry> Read(DuckConnection connection, string sql)
    {
        List<LogEntry> entries = [];
        using DuckResult rows = connection.Query(sql);
        while (rows.Next())
        {
            for (int row = 0; row < rows.Rows; row++)
            {
                if (streams.Find(rows.Column<int>(1)[row]) is { } stream)
                {
                    entries.Add(new LogEntry(
                        rows.Column<long>(0)[row], stream, rows.Column<byte>(4)[row], rows.Column<int>(3)[row], rows.Text(5, row), rows.Text(6, row), rows.Text(7, row),
                        new UInt128(rows.Column<ulong>(8)[row], rows.Column<ulong>(9)[row]), rows.Column<ulong>(10)[row]));
                }
            }
        }

        return entries;
    }
}
