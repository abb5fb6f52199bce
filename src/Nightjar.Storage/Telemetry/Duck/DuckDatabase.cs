using DuckDB.NET.Native;

namespace Nightjar.Storage.Telemetry.Duck;

/// <summary>
/// One open DuckDB database. A thin layer over the native calls and not ADO.NET, because the hot paths move whole columns:
/// a row through the row-wise appender costs four times as much CPU (see the README), and the store must decide when the
/// database is closed and opened anew.
/// </summary>
internal sealed class DuckDatabase : IDisposable
{
    private readonly DuckDBDatabase _handle;

    private DuckDatabase(DuckDBDatabase handle) => _handle = handle;

    /// <summary>Opens or creates the file, replaying its log.</summary>
    /// <exception cref="DuckException">It cannot be opened.</exception>
    public static DuckDatabase Open(string path, IEnumerable<KeyValuePair<string, string>> settings)
    {
        NativeMethods.Configuration.DuckDBCreateConfig(out DuckDBConfig config);
        using (config)
        {
            foreach ((string name, string value) in settings)
            {
                if (NativeMethods.Configuration.DuckDBSetConfig(config, name, value) != DuckDBState.Success)
                {
                    throw new DuckException($"DuckDB does not accept the setting {name}={value}.", DuckDBErrorType.Settings);
                }
            }

            DuckDBState state = NativeMethods.Startup.DuckDBOpen(path, out DuckDBDatabase handle, config, out string error);
            if (state != DuckDBState.Success)
            {
                handle.Dispose();
                throw new DuckException(error, DuckDBErrorType.Io);
            }

            return new DuckDatabase(handle);
        }
    }

    /// <summary>A new connection. One thread at a time may use it.</summary>
    public DuckConnection Connect()
    {
        if (NativeMethods.Startup.DuckDBConnect(_handle, out DuckDBNativeConnection connection) != DuckDBState.Success)
        {
            connection.Dispose();
            throw new DuckException("DuckDB gives no connection.", DuckDBErrorType.Connection);
        }

        return new DuckConnection(connection);
    }

    /// <summary>Closes it; all connections must be closed before.</summary>
    public void Dispose() => _handle.Dispose();
}
