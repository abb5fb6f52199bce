using DuckDB.NET.Native;

namespace Nightjar.Storage.Telemetry.Duck;

/// <summary>A connection: runs SQL and hands out columns. One thread at a time, but for <see cref="Interrupt"/>.</summary>
internal sealed class DuckConnection(DuckDBNativeConnection handle) : IDisposable
{
    public DuckDBNativeConnection Handle { get; } = handle;

    /// <summary>Runs one or more statements and drops their results.</summary>
    public void Execute(string sql) => Query(sql).Dispose();

    /// <summary>Runs SQL, materialising its result in DuckDB's memory.</summary>
    public DuckResult Query(string sql)
    {
        DuckDBState state = NativeMethods.Query.DuckDBQuery(Handle, sql, out DuckDBResult result);
        return DuckResult.Take(result, state, streaming: false);
    }

    /// <summary>Runs one statement whose result is computed while it is read: for results larger than memory.</summary>
    public DuckResult Stream(string sql)
    {
        DuckDBState prepared = NativeMethods.PreparedStatements.DuckDBPrepare(Handle, sql, out DuckDBPreparedStatement statement);
        using (statement)
        {
            if (prepared != DuckDBState.Success)
            {
                throw new DuckException(NativeMethods.PreparedStatements.DuckDBPrepareError(statement), DuckDBErrorType.Parser);
            }

            DuckDBState state = NativeMethods.PreparedStatements.DuckDBExecutePreparedStreaming(statement, out DuckDBResult result);
            return DuckResult.Take(result, state, streaming: true);
        }
    }

    /// <summary>Runs work in a transaction: all of it is durable when it returns, none of it is kept when it throws.</summary>
    /// <remarks>When the commit itself fails, DuckDB may have kept it: see <see cref="HotDatabase.Reopen"/>.</remarks>
    public void Transact(Action<DuckConnection> work, bool readOnly = false)
    {
        Execute(readOnly ? "BEGIN TRANSACTION READ ONLY" : "BEGIN TRANSACTION");
        try
        {
            work(this);
            Execute("COMMIT");
        }
        catch
        {
            Rollback();
            throw;
        }
    }

    /// <summary>Ends the open transaction, if there is one: it fails harmlessly when DuckDB has ended it already or refuses all work.</summary>
    public void Rollback()
    {
        NativeMethods.Query.DuckDBQuery(Handle, "ROLLBACK", out DuckDBResult result);
        NativeMethods.Query.DuckDBDestroyResult(ref result);
    }

    /// <summary>Ends the running statement with an error. Any thread.</summary>
    public void Interrupt() => NativeMethods.Startup.DuckDBInterrupt(Handle);

    /// <inheritdoc />
    public void Dispose() => Handle.Dispose();
}
