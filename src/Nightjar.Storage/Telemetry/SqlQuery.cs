using System.Text.RegularExpressions;
using DuckDB.NET.Native;
using Nightjar.Storage.Telemetry.Duck;

namespace Nightjar.Storage.Telemetry;

/// <summary>
/// Runs one statement of a user. Four fences: only statements that read, a read-only transaction, no files but the store's own
/// (see <see cref="HotDatabase"/>), and bounds on rows, time and memory.
/// </summary>
internal sealed partial class SqlQuery(HotDatabase database, Layouts layouts, TimeProvider time)
{
    /// <summary>See <see cref="TelemetryStore.Query"/>.</summary>
    public SqlQueryResult Run(string sql, SqlQueryLimits limits, CancellationToken cancellation)
    {
        string statement = sql.Trim().TrimEnd(';').TrimEnd();
        if (!Reads().IsMatch(statement))
        {
            throw new SqlQueryException(
                "Only a statement that reads is run here: SELECT, WITH, FROM, VALUES, DESCRIBE, SUMMARIZE or SHOW, or EXPLAIN [ANALYZE] before one of the first four.");
        }

        // Table functions that act on the whole database although they stand in a SELECT.
        if (Acts().Match(statement) is { Success: true } acts)
        {
            throw new SqlQueryException($"{acts.Groups[1].Value}() is not allowed here: it changes the database's state.");
        }

        using CancellationTokenSource timeout = new(limits.MaxDuration, time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellation);
        using Layouts.Lease lease = layouts.Acquire();
        using HotDatabase.Loan loan = database.Borrow();
        using CancellationTokenRegistration registration = either.Token.Register(loan.Connection.Interrupt);
        try
        {
            RequireOne(loan.Connection, statement);
            loan.DoNotKeep(); // the views hide the tables of their names from whoever appends
            loan.Connection.Execute(SampleViews.Create(lease.Layout));
            SqlQueryResult? result = null;
            loan.Connection.Transact(connection => result = Collect(connection, statement, limits, either.Token), readOnly: true);
            return result ?? throw new SqlQueryException("The statement gave no result.");
        }
        catch (Exception failure) when (failure is DuckException or OperationCanceledException)
        {
            cancellation.ThrowIfCancellationRequested();
            throw timeout.IsCancellationRequested
                ? new SqlQueryException($"The statement took longer than {limits.MaxDuration.TotalSeconds:0.#} s and was ended: narrow it by time or series.", failure)
                : new SqlQueryException(failure.Message, failure);
        }
    }

    private static void RequireOne(DuckConnection connection, string statement)
    {
        int count = NativeMethods.ExtractStatements.DuckDBExtractStatements(connection.Handle, statement, out DuckDBExtractedStatements extracted);
        using (extracted)
        {
            if (count == 0)
            {
                throw new SqlQueryException(NativeMethods.ExtractStatements.DuckDBExtractStatementsError(extracted));
            }

            if (count > 1)
            {
                throw new SqlQueryException($"One statement at a time, please: these are {count}.");
            }
        }
    }

    private static SqlQueryResult Collect(DuckConnection connection, string statement, SqlQueryLimits limits, CancellationToken cancellation)
    {
        List<IReadOnlyList<string?>> rows = [];
        List<SqlColumn> columns = [];
        bool wrapped = Selects().IsMatch(statement);
        if (wrapped)
        {
            columns = Describe(connection, statement);
        }

        // Values as text are DuckDB's own words for every type there is; a query's columns are cast, other statements give text.
        using DuckResult result = connection.Stream(
            wrapped ? $"SELECT CAST(COLUMNS(*) AS VARCHAR) FROM (\n{statement}\n) LIMIT {(long)limits.MaxRows + 1}" : statement);
        columns = wrapped ? columns : result.Columns();
        while (rows.Count <= limits.MaxRows && result.Next())
        {
            cancellation.ThrowIfCancellationRequested();
            for (int row = 0; row < result.Rows; row++)
            {
                rows.Add([.. Enumerable.Range(0, columns.Count).Select(column => result.Display(column, row))]);
            }
        }

        bool truncated = rows.Count > limits.MaxRows;
        return new SqlQueryResult(columns, truncated ? rows[..limits.MaxRows] : rows, truncated);
    }

    private static List<SqlColumn> Describe(DuckConnection connection, string statement)
    {
        List<SqlColumn> columns = [];
        using DuckResult described = connection.Query($"DESCRIBE (\n{statement}\n)");
        while (described.Next())
        {
            for (int row = 0; row < described.Rows; row++)
            {
                columns.Add(new SqlColumn(described.Text(0, row), described.Text(1, row)));
            }
        }

        return columns;
    }

    // EXPLAIN ANALYZE runs what it explains, COPY too, which writes files; and options in parentheses may say ANALYZE as well.
    [GeneratedRegex(@"^(SELECT|WITH|FROM|VALUES|DESCRIBE|DESC|SUMMARIZE|SHOW|EXPLAIN\s+(ANALYZE\s+)?(SELECT|WITH|FROM|VALUES)\b|\()\b?", RegexOptions.IgnoreCase)]
    private static partial Regex Reads();

    [GeneratedRegex(@"^(SELECT|WITH|FROM|VALUES|\()", RegexOptions.IgnoreCase)]
    private static partial Regex Selects();

    [GeneratedRegex("\"?\\b(force_checkpoint|checkpoint|enable_\\w+|disable_\\w+|json_execute_serialized_sql|query|query_table|set_config)\"?\\s*\\(", RegexOptions.IgnoreCase)]
    private static partial Regex Acts();
}
