namespace Nightjar.Core.Telemetry.Logs;

/// <summary>
/// Grows layouts from the beginnings of lines of one source, a part at a time: a part belongs to the header when nearly all lines that fit so far go on with
/// it. Words belong to it only when a stamp, a level or a process comes at the same distance in nearly all lines, or when they stand in a column.
/// </summary>
internal sealed class LayoutLearner(IReadOnlyList<byte[]> heads, LogTimeAssumption assumption)
{
    /// <summary>Bytes of a line that are enough for its header.</summary>
    public const int HeadBytes = 384;

    private const double Nearly = 0.9;
    private const double Some = 0.1;

    // Below it a source of one message would lose that message's first words to the header.
    private const int EnoughLines = 16;
    private const int FurthestToken = 6;
    private const int MostParts = 14;
    private const int MostLayouts = 4;

    // Of a few lines, each may be another's continuation.
    private const double LeastShareOfLayout = 0.02;

    private readonly List<HeaderPart> _parts = [];
    private readonly Dictionary<(HeaderPart, int), int> _counts = [];
    private int _lines;
    private int _columns;
    private int _unmarked;
    private int _provenNumbers;
    private bool _isSyslog;

    /// <summary>The layouts of the lines, the most frequent first; none where they have no header.</summary>
    public static IReadOnlyList<HeaderLayout> Learn(IReadOnlyList<byte[]> heads, LogTimeAssumption assumption)
    {
        List<HeaderLayout> layouts = [];
        List<byte[]> rest = [.. heads];
        while (layouts.Count < MostLayouts && rest.Count >= Math.Max(1, heads.Count * LeastShareOfLayout) && new LayoutLearner(rest, assumption).Grow() is { } layout)
        {
            layouts.Add(layout);
            rest.RemoveAll(head => layout.Fits(head, assumption));
        }

        return layouts;
    }

    private HeaderLayout? Grow()
    {
        Count();
        if (!TryAnchor())
        {
            return null;
        }

        while (_parts.Count < MostParts)
        {
            Count();
            if (Next() is not { } part)
            {
                break;
            }

            _parts.Add(part);
        }

        return new HeaderLayout(_parts);
    }

    /// <summary>What tells that a line has a header at all: the stamp that most lines have at one distance, else a level or a process at the beginning.</summary>
    private bool TryAnchor()
    {
        (int lines, int distance) = Enumerable.Range(0, FurthestToken + 1).Select(d => (At(HeaderPart.Stamp, d), -d)).Max();
        if (lines > 0)
        {
            _parts.AddRange(Enumerable.Repeat(HeaderPart.Word, -distance));
            if (distance < 0 && _unmarked > heads.Count / 2)
            {
                _parts[0] = HeaderPart.Mark;
            }

            _parts.Add(HeaderPart.Stamp);
            return true;
        }

        foreach (HeaderPart first in (ReadOnlySpan<HeaderPart>)[HeaderPart.Uptime, HeaderPart.Level, HeaderPart.ProcessTag])
        {
            if (At(first, 0) > heads.Count / 2)
            {
                _parts.Add(first);
                return true;
            }
        }

        return false;
    }

    private HeaderPart? Next()
    {
        if (_lines == 0)
        {
            return null;
        }

        bool hasTag = _parts.Exists(part => part is HeaderPart.Tag or HeaderPart.ProcessTag or HeaderPart.NameColon);
        foreach (HeaderPart part in (ReadOnlySpan<HeaderPart>)[HeaderPart.Stamp, HeaderPart.Uptime, HeaderPart.Level, HeaderPart.Dash])
        {
            if (IsNearlyAlways(part) && !(part == HeaderPart.Level && _parts.Contains(part)))
            {
                return part;
            }
        }

        if (!hasTag && TaggedByProcess() is { } tagged)
        {
            return tagged;
        }

        bool isBeforeProof = IsAhead(HeaderPart.Stamp) || (!_parts.Contains(HeaderPart.Level) && IsAhead(HeaderPart.Level));
        if (IsNearlyAlways(HeaderPart.Bracket) || (IsNearlyAlways(HeaderPart.Number) && !hasTag && (isBeforeProof || _provenNumbers >= Nearly * _lines)))
        {
            return IsNearlyAlways(HeaderPart.Bracket) ? HeaderPart.Bracket : HeaderPart.Number;
        }

        if (isBeforeProof)
        {
            return IsNearlyAlways(HeaderPart.NamePipe) ? HeaderPart.NamePipe : IsNearlyAlways(HeaderPart.NameDash) ? HeaderPart.NameDash : HeaderPart.Word;
        }

        if (IsNearlyAlways(HeaderPart.EndOfBracket))
        {
            return HeaderPart.EndOfBracket;
        }

        return hasTag ? Optional() : Named();
    }

    /// <summary>The host, and behind it what process wrote.</summary>
    private HeaderPart? TaggedByProcess()
    {
        if (_parts[^1] == HeaderPart.Stamp && (_isSyslog || (At(HeaderPart.ProcessTag, 1) > Some * _lines && At(HeaderPart.Tag, 1) >= Nearly * _lines)))
        {
            return HeaderPart.Word;
        }

        bool isBehindHost = _parts[^1] == HeaderPart.Word && _parts[^2] == HeaderPart.Stamp;
        if (isBehindHost && (_isSyslog || (At(HeaderPart.ProcessTag, 0) > Some * _lines && IsNearlyAlways(HeaderPart.Tag))))
        {
            return HeaderPart.Tag;
        }

        return IsNearlyAlways(HeaderPart.ProcessTag) ? HeaderPart.ProcessTag : null;
    }

    private HeaderPart? Named()
    {
        if (_lines >= EnoughLines)
        {
            foreach (HeaderPart part in (ReadOnlySpan<HeaderPart>)[HeaderPart.NameColon, HeaderPart.NamePipe, HeaderPart.NameDash, HeaderPart.DottedName])
            {
                if (IsNearlyAlways(part))
                {
                    return part;
                }
            }

            if (_columns >= Nearly * _lines && _parts[^1] != HeaderPart.Word)
            {
                return HeaderPart.Word;
            }
        }

        return Optional();
    }

    private HeaderPart? Optional() =>
        !_parts.Contains(HeaderPart.Level) && At(HeaderPart.Level, 0) > Some * _lines && _parts[^1] == HeaderPart.Stamp ? HeaderPart.Level : null;

    private bool IsNearlyAlways(HeaderPart part) => At(part, 0) >= Nearly * _lines && At(part, 0) > 0;

    private bool IsAhead(HeaderPart part)
    {
        for (int distance = 1; distance <= FurthestToken; distance++)
        {
            if (At(part, distance) >= Nearly * _lines && At(part, distance) > 0)
            {
                return true;
            }
        }

        return false;
    }

    private int At(HeaderPart part, int distance) => _counts.GetValueOrDefault((part, distance));

    /// <summary>Counts, over all lines that fit so far, which parts could come next and which come a few tokens later.</summary>
    private void Count()
    {
        _counts.Clear();
        _lines = 0;
        int syslog = 0;
        Dictionary<int, int> widths = [];
        int padded = 0;
        int tabbed = 0;
        int proven = 0;
        Dictionary<ulong, int> numbers = [];
        HeaderLayout? layout = _parts.Count > 0 ? new HeaderLayout(_parts) : null;
        foreach (byte[] head in heads)
        {
            LogLine line = default;
            HeaderReader reader = new(head, 0, assumption);
            if (layout is not null && !layout.TryRead(ref reader, ref line))
            {
                continue;
            }

            _lines++;
            _unmarked += layout is null && head is [(byte)'-', (byte)' ', ..] ? 1 : 0;
            syslog += reader.IsSyslog ? 1 : 0;
            for (HeaderPart part = 0; part < HeaderPart.Word; part++)
            {
                CountPart(reader, line, part, 0);
            }

            proven += IsNumberBeforePart(reader, line) ? 1 : 0;
            HeaderReader ahead = reader;
            for (int distance = 1; distance <= FurthestToken && ahead.TrySkipToken(); distance++)
            {
                CountPart(ahead, line, HeaderPart.Stamp, distance);
                CountPart(ahead, line, HeaderPart.Level, distance);
                if (distance == 1)
                {
                    ulong number = AsciiKey.Of(head.AsSpan(reader.At, ahead.At - reader.At));
                    numbers[number] = numbers.GetValueOrDefault(number) + 1;
                    CountPart(ahead, line, HeaderPart.Tag, distance);
                    CountPart(ahead, line, HeaderPart.ProcessTag, distance);
                    int width = ahead.At - reader.At;
                    widths[width] = widths.GetValueOrDefault(width) + 1;
                    tabbed += head[ahead.At - 1] == '\t' ? 1 : 0;
                    padded += ahead.At > 1 && head[ahead.At - 1] == ' ' && head[ahead.At - 2] == ' ' ? 1 : 0;
                }
            }
        }

        _isSyslog = syslog >= Nearly * _lines && syslog > 0;

        // A number that never changes is a process or a flag, and so is one that another part follows; any other is what the message counts.
        _provenNumbers = Math.Max(proven, _lines >= EnoughLines ? numbers.Values.DefaultIfEmpty().Max() : 0);

        // A column as wide as its longest name: mostly more than one blank, and the next begins at one distance; or one that ends with a tab.
        _columns = Math.Max(padded > _lines / 2 ? widths.Values.Max() : 0, tabbed);
    }

    private static bool IsNumberBeforePart(HeaderReader reader, LogLine line)
    {
        if (!reader.TryRead(HeaderPart.Number, ref line))
        {
            return false;
        }

        foreach (HeaderPart part in (ReadOnlySpan<HeaderPart>)[HeaderPart.Dash, HeaderPart.Bracket, HeaderPart.EndOfBracket, HeaderPart.NameColon, HeaderPart.DottedName])
        {
            if (reader.TryRead(part, ref line))
            {
                return true;
            }
        }

        return false;
    }

    private void CountPart(HeaderReader reader, LogLine line, HeaderPart part, int distance)
    {
        if (reader.TryRead(part, ref line))
        {
            _counts[(part, distance)] = At(part, distance) + 1;
        }
    }
}
