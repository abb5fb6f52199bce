using System.Buffers;

namespace Nightjar.Server.Ingestion.Prometheus;

/// <summary>The body of one message in pooled memory: dispose it.</summary>
internal sealed class PooledBuffer(int capacity) : IDisposable
{
    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(capacity);

    /// <summary>Bytes held.</summary>
    public int Length { get; private set; }

    /// <summary>The bytes.</summary>
    public ReadOnlySpan<byte> Span => _bytes.AsSpan(0, Length);

    /// <summary>All of its memory, to write to before <see cref="SetLength"/>.</summary>
    public Span<byte> Room => _bytes;

    /// <summary>So many bytes were written to <see cref="Room"/>.</summary>
    public void SetLength(int length) => Length = length;

    /// <summary>Reads a stream to its end; false as soon as it is longer than the limit.</summary>
    public async Task<bool> TryReadAsync(Stream stream, int maxBytes, CancellationToken cancellation)
    {
        while (true)
        {
            if (Length == _bytes.Length)
            {
                Grow();
            }

            int read = await stream.ReadAsync(_bytes.AsMemory(Length), cancellation);
            if (read == 0)
            {
                return true;
            }

            Length += read;
            if (Length > maxBytes)
            {
                return false;
            }
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
        Length = 0;
    }

    private void Grow()
    {
        byte[] larger = ArrayPool<byte>.Shared.Rent(_bytes.Length * 2);
        Span.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }
}
