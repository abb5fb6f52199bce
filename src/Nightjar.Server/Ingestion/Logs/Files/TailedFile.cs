using System.IO.Hashing;
using Microsoft.Win32.SafeHandles;
using Nightjar.Core.Telemetry;
using Nightjar.Storage.Telemetry.Logs;

namespace Nightjar.Server.Ingestion.Logs.Files;

/// <summary>
/// One file on its way in. It is read where its lines begin, never from the middle of one, so nothing is held between two reads but the record that waits for its next line;
/// <see cref="Commit"/> keeps the place where that one begins. Not thread-safe.
/// </summary>
internal sealed class TailedFile : IDisposable
{
    /// <summary>Bytes of the beginning by which a file is known again.</summary>
    public const int MostHeadBytes = 1_024;

    /// <summary>Least size of the buffer given to <see cref="Read"/>: a line that is longer is cut here, above what a message may have.</summary>
    public const int BufferBytes = 2 * LogBatch.MaxMessageBytes;

    // A writer that stops in the middle of a line for so long has ended it.
    private static readonly long RestAfterNs = TimeSpan.FromSeconds(5).ToNs();

    // A stack trace is written at once.
    private static readonly long OpenForNs = TimeSpan.FromSeconds(1).ToNs();

    private readonly LogLines _lines;
    private readonly byte[] _head = new byte[MostHeadBytes];
    private SafeFileHandle? _file;
    private int _headBytes;
    private long _read;
    private long _openAt;
    private bool _withinCut;
    private int _restBytes;
    private long _durable;
    private bool _durableWithinCut;

    /// <param name="path">The name it goes by.</param>
    /// <param name="file">Open; owned.</param>
    /// <param name="identity">Of the file.</param>
    /// <param name="lines">Its own.</param>
    /// <param name="from">Where its lines begin that are not durable; null for its beginning.</param>
    public TailedFile(string path, SafeFileHandle file, FileIdentity identity, LogLines lines, FilePosition? from)
    {
        (Path, _file, Identity, _lines) = (path, file, identity, lines);
        (_durable, _durableWithinCut) = (from?.Offset ?? 0, from?.WithinCut ?? false);
        (_read, _openAt, _withinCut) = (_durable, _durable, _durableWithinCut);
        _headBytes = RandomAccess.Read(file, _head, 0);
    }

    /// <summary>The name it goes by.</summary>
    public string Path { get; }

    /// <summary>Which file.</summary>
    public FileIdentity Identity { get; private set; }

    /// <summary>All that stands in it was read.</summary>
    public bool IsAtEnd { get; private set; }

    /// <summary>When there was last something new in it.</summary>
    public long GrewNs { get; private set; }

    /// <summary>The file that had its name before: its lines come first.</summary>
    public TailedFile? Before { get; set; }

    /// <summary>How far it is durable.</summary>
    public FilePosition Position =>
        new(Path, Identity, _headBytes, XxHash3.HashToUInt64(_head.AsSpan(0, _headBytes)), _durable, _durableWithinCut);

    /// <summary>The position as far as it was read: where a copy of the file goes on.</summary>
    public FilePosition ReadPosition => Position with { Offset = _read };

    /// <summary>Whether an open file begins as a position says.</summary>
    public static bool IsOf(SafeFileHandle file, FilePosition position)
    {
        Span<byte> head = stackalloc byte[MostHeadBytes];
        int read = RandomAccess.Read(file, head[..Math.Min(position.HeadBytes, MostHeadBytes)], 0);
        return read == position.HeadBytes && RandomAccess.GetLength(file) >= position.Offset && XxHash3.HashToUInt64(head[..read]) == position.HeadHash;
    }

    /// <summary>Whether it was truncated, or written anew from its beginning.</summary>
    public bool IsRewritten() => _file is not null && !IsOf(_file, ReadPosition);

    /// <summary>Goes on in a copy of the file; null when there is none.</summary>
    public void GoOnIn(SafeFileHandle? copy, FileIdentity identity)
    {
        _file?.Dispose();
        (_file, Identity) = (copy, identity);
    }

    /// <summary>Reads what fits into a buffer and adds its records. // hot</summary>
    public void Read(LogBatch batch, byte[] buffer, long nowNs)
    {
        int got = _file is null ? 0 : RandomAccess.Read(_file, buffer, _read);
        IsAtEnd = got < buffer.Length;
        if (got != _restBytes)
        {
            GrewNs = nowNs;
        }

        ReadOnlySpan<byte> rest = buffer.AsSpan(0, got);
        _lines.Learn(rest[..(rest.LastIndexOf((byte)'\n') + 1)]);
        for (int end = rest.IndexOf((byte)'\n'); end >= 0; end = rest.IndexOf((byte)'\n'))
        {
            Take(rest[..end], end + 1, batch, nowNs);
            _withinCut = false;
            rest = rest[(end + 1)..];
        }

        bool isCut = rest.Length == buffer.Length || (_withinCut && !rest.IsEmpty);
        if (isCut || (!rest.IsEmpty && nowNs - GrewNs >= RestAfterNs))
        {
            Take(rest, rest.Length, batch, nowNs);
            _withinCut = isCut;
            rest = default;
        }

        _restBytes = rest.Length;
        ExtendHead();
        _lines.Flush(nowNs - OpenForNs, nowNs, batch);
    }

    /// <summary>What was read is durable, but for a record that waits for its next line.</summary>
    public void Commit() => (_durable, _durableWithinCut) = _lines.OpenLines > 0 ? (_openAt, false) : (_read, _withinCut);

    /// <summary>What was read since the last commit is read again.</summary>
    public void Rewind()
    {
        using LogBatch forgotten = new();
        _lines.Flush(long.MaxValue, 0, forgotten);
        (_read, _withinCut, _restBytes) = (_durable, _durableWithinCut, 0);
    }

    /// <inheritdoc />
    public void Dispose() => _file?.Dispose();

    private void Take(ReadOnlySpan<byte> line, int bytes, LogBatch batch, long nowNs)
    {
        if (!_withinCut)
        {
            _lines.Join(line is [.., (byte)'\r'] ? line[..^1] : line, nowNs, batch);
            if (_lines.OpenLines == 1)
            {
                _openAt = _read;
            }
        }

        _read += bytes;
    }

    private void ExtendHead()
    {
        if (_headBytes < MostHeadBytes && _file is not null && _read > _headBytes)
        {
            _headBytes = RandomAccess.Read(_file, _head, 0);
        }
    }
}
