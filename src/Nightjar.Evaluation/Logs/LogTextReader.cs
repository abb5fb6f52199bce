using System.Diagnostics.CodeAnalysis;
using System.IO.Compression;

namespace Nightjar.Evaluation.Logs;

/// <summary>The lines of a text as bytes, plain or gzip; memory is bounded whatever the text is.</summary>
public sealed class LogTextReader : IDisposable
{
    /// <summary>Bytes of a line that are kept; the rest of a longer one is passed over.</summary>
    public const int MaxLineBytes = 1 << 20;

    private const int BlockBytes = 64 * 1024;

    // A text has next to no control characters but tab, line ends and escape; a log that was written over a crash may have some NUL.
    private const double MostControlShare = 0.1;

    private readonly Stream _stream;
    private byte[] _buffer;
    private int _start;
    private int _end;
    private bool _isAtEnd;

    private LogTextReader(Stream stream, byte[] first, int length)
    {
        _stream = stream;
        _buffer = first;
        _end = length;
    }

    /// <summary>Lines that were longer than <see cref="MaxLineBytes"/>.</summary>
    public long CutLines { get; private set; }

    /// <summary>Begins to read; false, with what to do about it, for what is no text. The stream is the reader's then.</summary>
    public static bool TryOpen(Stream stream, [NotNullWhen(true)] out LogTextReader? reader, [NotNullWhen(false)] out string? problem)
    {
        reader = null;
        byte[] first = new byte[BlockBytes];
        int length = stream.ReadAtLeast(first, BlockBytes, throwOnEndOfStream: false);
        if (first.AsSpan(0, length).StartsWith<byte>([0x1f, 0x8b]))
        {
            GZipStream unpacked = new(new PrefixedStream(first.AsMemory(0, length), stream), CompressionMode.Decompress);
            stream = unpacked;
            first = new byte[BlockBytes];
            length = unpacked.ReadAtLeast(first, BlockBytes, throwOnEndOfStream: false);
        }

        problem = ProblemOf(first.AsSpan(0, length));
        if (problem is null)
        {
            reader = new LogTextReader(stream, first, length);
        }

        return problem is null;
    }

    /// <summary>The lines that are at hand before anything is read: for a look ahead.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> FirstLines()
    {
        int start = _start;
        for (int end = NextEnd(start); end >= 0; end = NextEnd(start))
        {
            yield return _buffer.AsMemory(start..end);
            start = end + 1;
        }
    }

    /// <summary>The next line without its end; it holds until the next call. // hot</summary>
    public bool TryRead(out ReadOnlySpan<byte> line)
    {
        int scanned = 0;
        while (true)
        {
            int length = _buffer.AsSpan(_start + scanned, _end - _start - scanned).IndexOf((byte)'\n');
            if (length >= 0)
            {
                line = _buffer.AsSpan(_start, Math.Min(scanned + length, MaxLineBytes));
                CutLines += scanned + length > MaxLineBytes ? 1 : 0;
                _start += scanned + length + 1;
                return true;
            }

            scanned = _end - _start;
            if (scanned > MaxLineBytes)
            {
                line = CutLine();
                return true;
            }

            if (!TryFill())
            {
                line = _buffer.AsSpan(_start, scanned);
                _start = _end;
                return scanned > 0;
            }
        }
    }

    /// <inheritdoc />
    public void Dispose() => _stream.Dispose();

    private int NextEnd(int start)
    {
        int length = _buffer.AsSpan(start, _end - start).IndexOf((byte)'\n');
        return length < 0 ? -1 : start + length;
    }

    private ReadOnlySpan<byte> CutLine()
    {
        CutLines++;
        byte[] kept = _buffer[_start..(_start + MaxLineBytes)];
        _start = _end;
        while (TryFill())
        {
            int end = _buffer.AsSpan(_start, _end - _start).IndexOf((byte)'\n');
            _start = end < 0 ? _end : _start + end + 1;
            if (end >= 0)
            {
                break;
            }
        }

        return kept;
    }

    private bool TryFill()
    {
        if (_isAtEnd)
        {
            return false;
        }

        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        if (_end == _buffer.Length)
        {
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        int read = _stream.Read(_buffer, _end, _buffer.Length - _end);
        _end += read;
        _isAtEnd = read == 0;
        return read > 0;
    }

    private static string? ProblemOf(ReadOnlySpan<byte> first)
    {
        if (first.StartsWith<byte>([0xff, 0xfe]) || first.StartsWith<byte>([0xfe, 0xff]))
        {
            return "it is UTF-16; convert it first: iconv -f UTF-16 -t UTF-8";
        }

        string? packed = first switch
        {
            [0x28, 0xb5, 0x2f, 0xfd, ..] => "zstdcat",
            [0xfd, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', ..] => "xzcat",
            [(byte)'B', (byte)'Z', (byte)'h', ..] => "bzcat",
            [(byte)'P', (byte)'K', 3, 4, ..] => "unzip -p",
            _ => null,
        };
        if (packed is not null)
        {
            return $"it is compressed; unpack it first: {packed} FILE | nightjar patterns";
        }

        if (first.StartsWith("LPKSHHRH"u8))
        {
            return "it is a systemd journal; read it with: journalctl --file FILE | nightjar patterns";
        }

        int control = 0;
        foreach (byte letter in first)
        {
            control += letter < 0x20 && letter is not ((byte)'\t' or (byte)'\n' or (byte)'\r' or 0x1b or 0x0c) ? 1 : 0;
        }

        return control > MostControlShare * first.Length ? "it is not text" : null;
    }
}
