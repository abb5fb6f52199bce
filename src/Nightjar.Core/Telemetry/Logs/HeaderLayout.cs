namespace Nightjar.Core.Telemetry.Logs;

/// <summary>The parts of a header in their order, learnt from lines of one source. Immutable.</summary>
internal sealed class HeaderLayout
{
    private readonly HeaderPart[] _parts;
    private readonly int _needed;
    private readonly bool _hasWordsBeforeLevel;

    public HeaderLayout(IReadOnlyList<HeaderPart> parts)
    {
        _parts = [.. parts];

        // A line without the stamp, or without the first part where there is no stamp, is one of another layout or goes on with the record before.
        _needed = Math.Max(Array.LastIndexOf(_parts, HeaderPart.Stamp), 0) + 1;
        int level = Array.LastIndexOf(_parts, HeaderPart.Level);
        _hasWordsBeforeLevel = level > _needed && _parts.AsSpan()[_needed..level].Contains(HeaderPart.Word);
    }

    /// <summary>Whether a line has the parts no line of this layout is without.</summary>
    public bool Fits(ReadOnlySpan<byte> text, LogTimeAssumption assumption)
    {
        LogLine line = default;
        HeaderReader reader = new(text, 0, assumption);
        return TryNeeded(ref reader, ref line);
    }

    /// <summary>Reads a header; <paramref name="reader"/> is then at the message. False where the line does not fit. // hot</summary>
    public bool TryRead(ref HeaderReader reader, scoped ref LogLine line)
    {
        if (!TryNeeded(ref reader, ref line))
        {
            return false;
        }

        if (_hasWordsBeforeLevel)
        {
            ReadColumns(ref reader, ref line);
            return true;
        }

        for (int i = _needed; i < _parts.Length; i++)
        {
            if (!reader.TryRead(_parts[i], ref line) && _parts[i] == HeaderPart.Level)
            {
                _ = reader.TryUnknownLevel(ref line);
            }
        }

        return true;
    }

    private bool TryNeeded(ref HeaderReader reader, scoped ref LogLine line)
    {
        for (int i = 0; i < _needed; i++)
        {
            if (!reader.TryRead(_parts[i], ref line))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Words are no part of the header by themselves: where the level that proves it is missing, they are the message.</summary>
    private void ReadColumns(ref HeaderReader reader, scoped ref LogLine line)
    {
        HeaderReader columns = reader;
        LogLine read = line;
        for (int i = _needed; i < _parts.Length; i++)
        {
            if (!columns.TryRead(_parts[i], ref read) && _parts[i] == HeaderPart.Level && !columns.TryUnknownLevel(ref read))
            {
                return;
            }
        }

        reader = columns;
        line = read;
    }
}
