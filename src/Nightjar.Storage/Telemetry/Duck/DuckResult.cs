using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using DuckDB.NET.Native;

namespace Nightjar.Storage.Telemetry.Duck;

/// <summary>
/// A result, chunk by chunk (up to 2,048 rows), each column a span over DuckDB's own memory: valid until the next chunk.
/// </summary>
internal sealed unsafe class DuckResult : IDisposable
{
    private readonly bool _streaming;
    private DuckDBResult _result;
    private DuckDBDataChunk? _chunk;

    private DuckResult(DuckDBResult result, bool streaming)
    {
        _result = result;
        _streaming = streaming;
    }

    /// <summary>Rows in the current chunk.</summary>
    public int Rows { get; private set; }

    /// <summary>Takes over what a query returned.</summary>
    /// <exception cref="DuckException">The query failed.</exception>
    public static DuckResult Take(DuckDBResult result, DuckDBState state, bool streaming)
    {
        DuckResult taken = new(result, streaming);
        if (state != DuckDBState.Success)
        {
            DuckException failure = taken.Failure();
            taken.Dispose();
            throw failure;
        }

        return taken;
    }

    /// <summary>Moves to the next chunk; false at the end.</summary>
    /// <exception cref="DuckException">The query failed or was interrupted on the way.</exception>
    public bool Next()
    {
        _chunk?.Dispose();
        _chunk = _streaming
            ? NativeMethods.StreamingResult.DuckDBStreamFetchChunk(_result)
            : NativeMethods.Query.DuckDBFetchChunk(_result);
        Rows = _chunk.IsInvalid ? 0 : (int)NativeMethods.DataChunks.DuckDBDataChunkGetSize(_chunk);
        if (Rows == 0 && _streaming && NativeMethods.Query.DuckDBResultErrorType(ref _result) != DuckDBErrorType.Invalid)
        {
            throw Failure();
        }

        return Rows > 0;
    }

    /// <summary>A column of fixed-width values without NULL.</summary>
    public ReadOnlySpan<T> Column<T>(int index)
        where T : unmanaged => new(NativeMethods.Vectors.DuckDBVectorGetData(Vector(index)), Rows);

    /// <summary>The only value of a one-row result.</summary>
    public T Scalar<T>()
        where T : unmanaged => Next() ? Column<T>(0)[0] : throw new DuckException("A result that must have a row has none.");

    /// <summary>True when the value is NULL.</summary>
    public bool IsNull(int index, int row)
    {
        ulong* validity = NativeMethods.Vectors.DuckDBVectorGetValidity(Vector(index));
        return validity != null && (validity[row >> 6] & (1UL << (row & 63))) == 0;
    }

    /// <summary>The bytes of a VARCHAR or BLOB.</summary>
    public ReadOnlySpan<byte> Bytes(int index, int row)
    {
        StringCell* cell = (StringCell*)NativeMethods.Vectors.DuckDBVectorGetData(Vector(index)) + row;
        return cell->Length <= StringCell.Inlined
            ? new ReadOnlySpan<byte>(cell->Prefix, (int)cell->Length)
            : new ReadOnlySpan<byte>(cell->Pointer, (int)cell->Length);
    }

    /// <summary>A VARCHAR.</summary>
    public string Text(int index, int row) => Encoding.UTF8.GetString(Bytes(index, row));

    /// <summary>Names and types of the columns.</summary>
    public List<SqlColumn> Columns()
    {
        List<SqlColumn> columns = [];
        int count = (int)NativeMethods.Query.DuckDBColumnCount(ref _result);
        for (int i = 0; i < count; i++)
        {
            columns.Add(new SqlColumn(NativeMethods.Query.DuckDBColumnName(ref _result, i), NativeMethods.Query.DuckDBColumnType(ref _result, i).ToString().ToUpperInvariant()));
        }

        return columns;
    }

    /// <summary>A value as text for the few types that DESCRIBE, SHOW and EXPLAIN give; null is NULL.</summary>
    public string? Display(int index, int row)
    {
        if (IsNull(index, row))
        {
            return null;
        }

        return NativeMethods.Query.DuckDBColumnType(ref _result, index) switch
        {
            DuckDBType.Varchar => Text(index, row),
            DuckDBType.Boolean => Column<byte>(index)[row] != 0 ? "true" : "false",
            DuckDBType.Integer => Column<int>(index)[row].ToString(CultureInfo.InvariantCulture),
            DuckDBType.BigInt => Column<long>(index)[row].ToString(CultureInfo.InvariantCulture),
            DuckDBType.Double => Column<double>(index)[row].ToString(CultureInfo.InvariantCulture),
            DuckDBType other => $"({other})",
        };
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _chunk?.Dispose();
        NativeMethods.Query.DuckDBDestroyResult(ref _result);
    }

    private nint Vector(int index) =>
        NativeMethods.DataChunks.DuckDBDataChunkGetVector(
            _chunk ?? throw new InvalidOperationException("Call Next before reading a column."), index);

    private DuckException Failure() =>
        new(NativeMethods.Query.DuckDBResultError(ref _result) ?? "DuckDB gave no reason.", NativeMethods.Query.DuckDBResultErrorType(ref _result));

    /// <summary><c>duckdb_string_t</c>: up to 12 bytes stand in the cell, longer ones behind a pointer.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 16)]
    private struct StringCell
    {
        public const int Inlined = 12;

        [FieldOffset(0)]
        public uint Length;

        [FieldOffset(4)]
        public fixed byte Prefix[Inlined];

        [FieldOffset(8)]
        public byte* Pointer;
    }
}
