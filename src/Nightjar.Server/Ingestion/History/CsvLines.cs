using System.Buffers;

namespace Nightjar.Server.Ingestion.History;

/// <summary>Cuts a stream of bytes into lines, in bounded memory whatever it holds. Pooled memory: dispose it.</summary>
internal sealed class CsvLines(Stream stream) : IDisposable
{
    /// <summary>Longest line: a heading of 50,000 series with their labels. A longer one is passed over.</summary>
    public const int MostBytes = 8 << 20;

    private const int FirstBytes = 1 << 18;

    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(FirstBytes);
    private int _from;
    private int _to;
    private bool _ended;

    /// <summary>Number of the current line, from 1.</summary>
    public long Number { get; private set; }

    /// <summary>
    /// The next line without its end; false at the end of the stream. Valid until the next call; the reader may write to it. One that is too long comes empty,
    /// with <paramref name="isTooLong"/>.
    /// </summary>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    public bool TryNext(out Span<byte> line, out bool isTooLong)
    {
        isTooLong = false;
        int searched = _from;
        while (true)
        {
            int end = _bytes.AsSpan(searched, _to - searched).IndexOf((byte)'\n');
            if (end >= 0 || (_ended && _to > _from))
            {
                int next = end >= 0 ? searched + end : _to;
                line = isTooLong ? [] : _bytes.AsSpan(_from, next - _from).TrimEnd((byte)'\r');
                _from = Math.Min(next + 1, _to);
                Number++;
                return true;
            }

            if (_ended)
            {
                line = [];
                Number += isTooLong ? 1 : 0;
                return isTooLong;
            }

            if (_to - _from >= MostBytes)
            {
                isTooLong = true;
                _from = _to;
            }

            searched = Fill();
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
        stream.Dispose();
    }

    /// <summary>Reads on; returns where the new bytes begin.</summary>
    private int Fill()
    {
        int kept = _to - _from;
        byte[] target = kept * 2 > _bytes.Length ? ArrayPool<byte>.Shared.Rent(_bytes.Length * 2) : _bytes;
        _bytes.AsSpan(_from, kept).CopyTo(target);
        if (target != _bytes)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = target;
        }

        _from = 0;
        int read = stream.Read(_bytes, kept, _bytes.Length - kept);
        _ended = read == 0;
        _to = kept + read;
        return kept;
    }
}
