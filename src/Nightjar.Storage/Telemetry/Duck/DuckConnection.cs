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

    /// <summary>Ends the running statement with an error. Any thread.</summary>
    public void Interrupt() => NativeMethods.Startup.DuckDBInterrupt(Handle);

    /// <inheritdoc />
    public void Dispose() => Handle.Dispose();
}
