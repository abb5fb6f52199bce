using System.Text;
using DuckDB.NET.Native;

namespace Nightjar.Storage.Telemetry.Duck;

/// <summary>Appends whole chunks of columns to a table within the connection's transaction.</summary>
internal sealed unsafe class ColumnAppender : IDisposable
{
    /// <summary>Rows in a chunk: DuckDB's vector size.</summary>
    public const int ChunkRows = 2048;

    private readonly DuckDBAppender _appender;
    private readonly DuckDBDataChunk _chunk;

    /// <summary>Opens the table for appends.</summary>
    /// <param name="connection">Has a transaction open.</param>
    /// <param name="table">Its name.</param>
    /// <param name="types">The types of all its columns, in order.</param>
    public ColumnAppender(DuckConnection connection, string table, ReadOnlySpan<DuckDBType> types)
    {
        if (NativeMethods.Appender.DuckDBAppenderCreate(connection.Handle, null, table, out _appender) != DuckDBState.Success)
        {
            DuckException failure = Failure();
            _appender.Dispose();
            throw failure;
        }

        DuckDBLogicalType[] logical = new DuckDBLogicalType[types.Length];
        nint[] handles = new nint[types.Length];
        for (int i = 0; i < types.Length; i++)
        {
            logical[i] = NativeMethods.LogicalType.DuckDBCreateLogicalType(types[i]);
            handles[i] = logical[i].DangerousGetHandle();
        }

        _chunk = NativeMethods.DataChunks.DuckDBCreateDataChunk(handles, (ulong)handles.Length);
        Array.ForEach(logical, type => type.Dispose());
    }

    /// <summary>A column of the chunk to fill, <see cref="ChunkRows"/> long.</summary>
    public Span<T> Column<T>(int index)
        where T : unmanaged => new(NativeMethods.Vectors.DuckDBVectorGetData(Vector(index)), ChunkRows);

    /// <summary>Sets a VARCHAR of the chunk.</summary>
    public void SetText(int index, int row, string text) => SetText(index, row, Encoding.UTF8.GetBytes(text));

    /// <summary>Sets a VARCHAR of the chunk; valid UTF-8. // hot</summary>
    public void SetText(int index, int row, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* first = bytes)
        {
            NativeMethods.Vectors.DuckDBVectorAssignStringElementLength(Vector(index), (ulong)row, first, bytes.Length);
        }
    }

    /// <summary>Hands the first rows of the chunk over and empties it.</summary>
    public void Append(int rows)
    {
        NativeMethods.DataChunks.DuckDBDataChunkSetSize(_chunk, (ulong)rows);
        Check(NativeMethods.Appender.DuckDBAppendDataChunk(_appender, _chunk));
        NativeMethods.DataChunks.DuckDBDataChunkReset(_chunk);
    }

    /// <summary>Puts all rows into the table. Nothing may be appended after it.</summary>
    public void Close() => Check(NativeMethods.Appender.DuckDBAppenderClose(_appender));

    /// <inheritdoc />
    public void Dispose()
    {
        _chunk.Dispose();
        _appender.Dispose();
    }

    private nint Vector(int index) => NativeMethods.DataChunks.DuckDBDataChunkGetVector(_chunk, index);

    private void Check(DuckDBState state)
    {
        if (state != DuckDBState.Success)
        {
            throw Failure();
        }
    }

    private DuckException Failure()
    {
        using DuckDBErrorData error = NativeMethods.Appender.DuckDBAppenderErrorData(_appender);
        return new DuckException(
            NativeMethods.ErrorData.DuckDBErrorDataMessage(error), NativeMethods.ErrorData.DuckDBErrorDataErrorType(error));
    }
}
