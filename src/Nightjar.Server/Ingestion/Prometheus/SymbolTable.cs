using System.Buffers;

namespace Nightjar.Server.Ingestion.Prometheus;

/// <summary>Where the symbols of one 2.0 request lie in it. Pooled memory: dispose it.</summary>
internal sealed class SymbolTable(int messageBytes) : IDisposable
{
    private const int FirstCapacity = 1024;

    // A symbol takes two bytes at least, so the table cannot outgrow the message by more than a factor of four.
    private (int Start, int Length)[] _symbols = ArrayPool<(int, int)>.Shared.Rent(Math.Min(FirstCapacity, messageBytes + 1));

    /// <summary>Symbols held.</summary>
    public int Count { get; private set; }

    /// <summary>The next symbol lies there.</summary>
    public void Add(int start, int length) // hot
    {
        if (Count == _symbols.Length)
        {
            (int, int)[] larger = ArrayPool<(int, int)>.Shared.Rent(Count * 2);
            _symbols.AsSpan(0, Count).CopyTo(larger);
            ArrayPool<(int, int)>.Shared.Return(_symbols);
            _symbols = larger;
        }

        _symbols[Count++] = (start, length);
    }

    /// <summary>The bytes of a symbol; false when the request has none of that number.</summary>
    public bool TryGet(ReadOnlySpan<byte> request, ulong index, out ReadOnlySpan<byte> symbol) // hot
    {
        if (index >= (ulong)Count)
        {
            symbol = default;
            return false;
        }

        (int start, int length) = _symbols[index];
        symbol = request.Slice(start, length);
        return true;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        ArrayPool<(int, int)>.Shared.Return(_symbols);
        _symbols = [];
        Count = 0;
    }
}
