namespace Nightjar.Core.Telemetry.Logs;

/// <summary>
/// Joins the lines of one source to records: a stack trace of Java, .NET, Python or Go and whatever else goes on below belongs to the line above it. A record
/// is complete when the next begins, so the last one must be asked for with <see cref="TryFlush"/>.
/// </summary>
public sealed class LogRecordJoiner
{
    // The longest traces of the field have some hundreds of lines; what is beyond is another record, so that a lost beginning cannot swallow a log.
    private const int MostLines = 1_000;
    private const int MostBytes = 256 * 1024;

    private readonly LogLineParser _parser;
    private byte[] _open = [];
    private byte[] _complete = [];
    private int _openBytes;
    private bool _isTraceback;
    private long _openedNs;

    /// <param name="parser">The source's own, which knows how its records begin.</param>
    public LogRecordJoiner(LogLineParser parser) => _parser = parser;

    /// <summary>Lines of the record that is open.</summary>
    public int OpenLines { get; private set; }

    /// <summary>Adds a line without its end. True when that completes the record before, which holds until the next call. // hot</summary>
    /// <param name="line">Any bytes; a line longer than a record may be is a record of its own.</param>
    /// <param name="arrivedNs">When it came, by the caller's clock; only <see cref="TryFlush"/> compares it.</param>
    /// <param name="record">The completed record, its lines parted by line feeds.</param>
    public bool Add(ReadOnlySpan<byte> line, long arrivedNs, out ReadOnlySpan<byte> record)
    {
        if (OpenLines > 0 && OpenLines < MostLines && _openBytes + line.Length < MostBytes && GoesOn(line))
        {
            Append("\n"u8);
            Append(line);
            OpenLines++;
            record = default;
            return false;
        }

        bool isComplete = TryFlush(long.MaxValue, out record);
        _isTraceback = line.StartsWith("Traceback (most recent"u8);
        _openedNs = arrivedNs;
        Append(line);
        OpenLines = 1;
        return isComplete;
    }

    /// <summary>The record that is open, when its first line came at <paramref name="openedUntilNs"/> or before: what waits for a next line must not wait forever.</summary>
    public bool TryFlush(long openedUntilNs, out ReadOnlySpan<byte> record)
    {
        if (OpenLines == 0 || _openedNs > openedUntilNs)
        {
            record = default;
            return false;
        }

        (_open, _complete) = (_complete, _open);
        record = _complete.AsSpan(0, _openBytes);
        _openBytes = 0;
        OpenLines = 0;
        return true;
    }

    private bool GoesOn(ReadOnlySpan<byte> line)
    {
        if (_isTraceback && line is not ([] or [(byte)' ' or (byte)'\t', ..]))
        {
            // The exception itself, with which a traceback ends.
            _isTraceback = false;
            return true;
        }

        return IsOfTrace(line) || !_parser.BeginsRecord(line);
    }

    private static bool IsOfTrace(ReadOnlySpan<byte> line) =>
        line.StartsWith("Caused by: "u8) || line.StartsWith("at "u8) || line.StartsWith("... "u8) || line.StartsWith("goroutine "u8) || line.StartsWith("--- End of "u8);

    private void Append(ReadOnlySpan<byte> bytes)
    {
        if (_openBytes + bytes.Length > _open.Length)
        {
            Array.Resize(ref _open, Math.Max(_openBytes + bytes.Length, _open.Length * 2));
        }

        bytes.CopyTo(_open.AsSpan(_openBytes));
        _openBytes += bytes.Length;
    }
}
