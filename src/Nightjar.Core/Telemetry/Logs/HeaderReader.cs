using System.Runtime.CompilerServices;

namespace Nightjar.Core.Telemetry.Logs;

/// <summary>Reads one <see cref="HeaderPart"/> after the other from the beginning of a line. // hot</summary>
internal ref partial struct HeaderReader(ReadOnlySpan<byte> text, int start, LogTimeAssumption assumption)
{
    private const int LongestBracket = 256;
    private const int LongestName = 96;
    private const int MostDigits = 10;
    private const int MostWordsOfName = 3;

    private readonly ReadOnlySpan<byte> _text = text;
    private bool _hasStamp;
    private bool _hasAbsoluteTime;
    private bool _hasLevel;

    /// <summary>Where the next part, or the message, begins.</summary>
    public int At { get; private set; } = start;

    /// <summary>Whether the last stamp was RFC 3164's.</summary>
    public bool IsSyslog { get; private set; }

    /// <summary>Reads a part and what separates it from the next; false, and nothing moved, where the text is something else.</summary>
    public bool TryRead(HeaderPart part, scoped ref LogLine line)
    {
        int before = At;
        bool isRead = part switch
        {
            HeaderPart.Stamp => TryStamp(ref line),
            HeaderPart.Level => TryLevel(ref line),
            HeaderPart.Uptime => TryUptime(),
            HeaderPart.Dash => TryDash(),
            HeaderPart.Number => TryNumber(ref line),
            HeaderPart.Bracket => TryBracket(ref line),
            HeaderPart.EndOfBracket => TryEndOfBracket(ref line),
            HeaderPart.ProcessTag => TryProcessTag(ref line),
            HeaderPart.NameColon => TryNameColon(ref line),
            HeaderPart.Tag => TryProcessTag(ref line) || TryProcessName(ref line),
            HeaderPart.NamePipe => TryNamePipe(ref line),
            HeaderPart.NameDash => TryNameDash(ref line),
            HeaderPart.DottedName => TryDottedName(ref line),
            HeaderPart.Word => TryWord(ref line),
            _ => TrySkipToken(),
        };
        if (isRead)
        {
            SkipBlanks();
        }
        else
        {
            At = before;
        }

        return isRead;
    }

    /// <summary>Passes one token over, a bracketed text counting as one; false at the end.</summary>
    public bool TrySkipToken()
    {
        int end = EndOfToken(At);
        if (end == At)
        {
            return false;
        }

        At = end;
        SkipBlanks();
        return true;
    }

    /// <summary>A word in capitals where the level stands: one that no table has, kept as it is.</summary>
    public bool TryUnknownLevel(scoped ref LogLine line)
    {
        int end = EndOfToken(At);
        ReadOnlySpan<byte> word = _text[At..end];
        if (word.Length < 2 || word.ContainsAnyExceptInRange((byte)'A', (byte)'Z'))
        {
            return false;
        }

        line.Level = word;
        At = end;
        SkipBlanks();
        return true;
    }

    private bool TryStamp(scoped ref LogLine line)
    {
        if (IsOpener(Peek()))
        {
            At++;
        }

        if (!LogStampReader.TryRead(_text[At..], assumption, out LogStamp stamp))
        {
            return false;
        }

        At += stamp.Length;
        SkipClosers();
        IsSyslog = stamp.IsSyslog;

        // Of several stamps the one that needs no assumption is believed, else the last that has a time of day.
        if (stamp.IsAbsolute || (!_hasAbsoluteTime && (stamp.HasTimeOfDay || !_hasStamp)))
        {
            line.TimeNs = stamp.TimeNs;
        }

        if (stamp.Severity != LogSeverity.Unknown)
        {
            line.Severity = stamp.Severity;
            _hasLevel = true;
        }

        _hasStamp = true;
        _hasAbsoluteTime |= stamp.IsAbsolute;
        return true;
    }

    private bool TryLevel(scoped ref LogLine line)
    {
        bool isBracketed = IsOpener(Peek());
        if (isBracketed)
        {
            At++;
            SkipBlanks();
        }

        int from = At;
        while (At < _text.Length && (IsLetterOrDigit(_text[At]) || _text[At] == '_'))
        {
            At++;
        }

        ReadOnlySpan<byte> word = _text[from..At];
        if (!LogSeverity.TryParse(word, out byte severity))
        {
            if (!isBracketed || Peek() != ':')
            {
                return false;
            }

            // [module:level]
            from = ++At;
            while (At < _text.Length && IsLetterOrDigit(_text[At]))
            {
                At++;
            }

            if (!LogSeverity.TryParse(_text[from..At], out severity) || Peek() != ']')
            {
                return false;
            }

            line.Logger = word;
            word = _text[from..At];
        }

        byte next = Peek();
        if (isBracketed)
        {
            SkipBlanks();
            next = Peek();
            if (next is not ((byte)']' or (byte)')' or (byte)'>' or (byte)'}'))
            {
                return false;
            }
        }
        else if (word[0] is >= (byte)'a' and <= (byte)'z' && next is not ((byte)':' or (byte)']' or (byte)'|' or (byte)' ' or (byte)'\t'))
        {
            return false;
        }
        else if (next is not (0 or (byte)' ' or (byte)'\t' or (byte)':' or (byte)']' or (byte)')' or (byte)'>' or (byte)',' or (byte)'|' or (byte)'/' or (byte)';'))
        {
            return false;
        }

        line.Level = word;
        line.Severity = severity;
        _hasLevel = true;
        if (next == '/')
        {
            At++;
        }
        else
        {
            SkipClosers();
        }

        return true;
    }

    private bool TryUptime()
    {
        if (Peek() != '[')
        {
            return false;
        }

        int at = At + 1;
        while (at < _text.Length && _text[at] == ' ')
        {
            at++;
        }

        int digits = at;
        int dot = -1;
        for (; at < _text.Length && at - digits < 20 && (IsDigit(_text[at]) || (_text[at] == '.' && dot < 0)); at++)
        {
            dot = _text[at] == '.' ? at : dot;
        }

        if (dot <= digits || at == dot + 1 || at >= _text.Length || _text[at] != ']')
        {
            return false;
        }

        At = at + 1;
        return true;
    }

    private bool TryDash()
    {
        int at = At;
        byte dash = Peek();
        if (dash is not ((byte)'-' or (byte)'|' or (byte)':'))
        {
            return false;
        }

        while (at < _text.Length && at - At < 4 && _text[at] == dash)
        {
            at++;
        }

        if (at < _text.Length && !IsBlank(_text[at]) && dash != '|')
        {
            return false;
        }

        At = at;
        return true;
    }

    private bool TryNumber(scoped ref LogLine line)
    {
        ReadOnlySpan<byte> first = Digits();
        if (first.IsEmpty)
        {
            return false;
        }

        ReadOnlySpan<byte> second = default;
        if (Peek() == '#')
        {
            At++;
            second = Digits();
        }

        SkipClosers();
        if (At < _text.Length && !IsBlank(_text[At]))
        {
            return false;
        }

        if (_hasStamp)
        {
            AddNumber(ref line, first);
            AddNumber(ref line, second);
        }

        return true;
    }

    private ReadOnlySpan<byte> Digits()
    {
        int from = At;
        while (At < _text.Length && At - from < MostDigits && IsDigit(_text[At]))
        {
            At++;
        }

        return _text[from..At];
    }

    private static void AddNumber(scoped ref LogLine line, ReadOnlySpan<byte> number)
    {
        if (line.ProcessId.IsEmpty)
        {
            line.ProcessId = number;
        }
        else if (line.Thread.IsEmpty)
        {
            line.Thread = number;
        }
    }

    private bool TryBracket(scoped ref LogLine line)
    {
        int end = EndOfBracket(At);
        if (end < 0)
        {
            return false;
        }

        ReadOnlySpan<byte> inside = _text[(At + 1)..(end - 1)];
        while (inside is [(byte)' ' or (byte)'-', ..])
        {
            inside = inside[1..];
        }

        while (inside is [.., (byte)' ' or (byte)'-'])
        {
            inside = inside[..^1];
        }

        At = end;
        if (Peek() == ':')
        {
            At++;
        }

        if (!_hasLevel && LogSeverity.TryParse(inside, out byte severity))
        {
            line.Level = inside;
            line.Severity = severity;
            _hasLevel = true;
        }
        else
        {
            AddBracketed(ref line, inside);
        }

        return true;
    }

    /// <summary><c>123</c>, <c>pid 123:tid 456</c>, or a name.</summary>
    private static void AddBracketed(scoped ref LogLine line, ReadOnlySpan<byte> inside)
    {
        int digits = 0;
        foreach (byte letter in inside)
        {
            digits += IsDigit(letter) ? 1 : 0;
        }

        if (inside.StartsWith("pid "u8))
        {
            int colon = inside.IndexOf((byte)':');
            line.ProcessId = colon < 0 ? inside[4..] : inside[4..colon];
            if (colon > 0 && inside[(colon + 1)..].StartsWith("tid "u8))
            {
                line.Thread = inside[(colon + 5)..];
            }
        }
        else if (digits == inside.Length && digits is > 0 and <= MostDigits)
        {
            AddNumber(ref line, inside);
        }
        else if (line.Thread.IsEmpty)
        {
            line.Thread = inside;
        }
    }

    private readonly int EndOfToken(int at)
    {
        int closed = EndOfBracket(at);
        int end = closed > 0 ? closed : at;
        while (end < _text.Length && !IsBlank(_text[end]))
        {
            end++;
        }

        return end;
    }

    /// <summary>Behind the bracket that closes the one here, or -1.</summary>
    private readonly int EndOfBracket(int at)
    {
        if (at >= _text.Length || !IsOpener(_text[at]))
        {
            return -1;
        }

        byte open = _text[at];
        byte close = (byte)(open == '(' ? ')' : open + 2);
        int depth = 0;
        int limit = Math.Min(_text.Length, at + LongestBracket);
        for (int i = at; i < limit; i++)
        {
            if (_text[i] == open)
            {
                depth++;
            }
            else if (_text[i] == close && --depth == 0)
            {
                return i + 1;
            }
        }

        return -1;
    }

    private void SkipClosers()
    {
        while (At < _text.Length && _text[At] is (byte)']' or (byte)')' or (byte)'>' or (byte)'}' or (byte)',' or (byte)':' or (byte)';')
        {
            At++;
        }
    }

    private void SkipBlanks()
    {
        while (At < _text.Length && IsBlank(_text[At]))
        {
            At++;
        }
    }

    private readonly byte Peek() => At < _text.Length ? _text[At] : (byte)0;

    private readonly bool IsBlankOrEnd(int at) => at >= _text.Length || IsBlank(_text[at]);

    private static bool IsOpener(byte letter) => letter is (byte)'[' or (byte)'(' or (byte)'<';

    private static bool IsBlank(byte letter) => letter is (byte)' ' or (byte)'\t';

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsDigit(byte letter) => (uint)(letter - '0') <= 9;

    private static bool IsLetter(byte letter) => (uint)((letter | 0x20) - 'a') <= 'z' - 'a';

    private static bool IsLetterOrDigit(byte letter) => IsDigit(letter) || IsLetter(letter);
}
