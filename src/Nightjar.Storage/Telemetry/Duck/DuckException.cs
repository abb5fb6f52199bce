using DuckDB.NET.Native;

namespace Nightjar.Storage.Telemetry.Duck;

/// <summary>DuckDB refused or failed; the message is its own.</summary>
internal sealed class DuckException(string message, DuckDBErrorType type = DuckDBErrorType.Invalid) : Exception(message)
{
    public DuckDBErrorType Type { get; } = type;
}
