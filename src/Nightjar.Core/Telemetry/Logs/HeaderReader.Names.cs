namespace Nightjar.Core.Telemetry.Logs;

/// <content>Names of loggers, processes and hosts.</content>
internal ref partial struct HeaderReader
{
    /// <summary>What is left of a bracket that was opened in front of the stamp: <c>file.go:123]</c>, <c>name]</c>.</summary>
    private bool TryEndOfBracket(scoped ref LogLine line)
    {
        int end = EndOfToken(At);
        ReadOnlySpan<byte> token = _text[At..end];
        if (token.Length < 2 || token[^1] != ']' || token.Contains((byte)'['))
        {
            return false;
        }

        token = token[..^1];
        int colon = token.LastIndexOf((byte)':');
        bool isLineNumber = colon > 0 && !token[(colon + 1)..].ContainsAnyExceptInRange((byte)'0', (byte)'9');
        line.Logger = isLineNumber ? token[..colon] : token;
        At = end;
        return true;
    }

    private bool TryProcessTag(scoped ref LogLine line)
    {
        int from = At;
        int words = 1;
        int at = At;
        for (; at < _text.Length && at - from <= LongestName; at++)
        {
            byte letter = _text[at];
            if (letter == '[')
            {
                break;
            }

            if (letter == ' ' && words++ == MostWordsOfName)
            {
                return false;
            }

            if (letter is (byte)'=' or (byte)'"' or (byte)',' || (letter == ':' && (at + 1 >= _text.Length || _text[at + 1] == ' ')))
            {
                return false;
            }
        }

        if (at >= _text.Length || at == from || _text[at] != '[' || _text[at - 1] == ' ')
        {
            return false;
        }

        int number = at + 1;
        int end = number;
        while (end < _text.Length && IsDigit(_text[end]))
        {
            end++;
        }

        if (end == number || end - number > MostDigits || end >= _text.Length || _text[end] != ']')
        {
            return false;
        }

        At = end + 1;
        if (Peek() == ' ' && At + 1 < _text.Length && _text[At + 1] == '(' && EndOfBracket(At + 1) is > 0 and int close && close < _text.Length && _text[close] == ':')
        {
            At = close;
        }

        if (Peek() != ':' || !IsBlankOrEnd(At + 1))
        {
            return false;
        }

        At++;
        line.Process = _text[from..at];
        line.ProcessId = _text[number..end];
        return true;
    }

    private bool TryNameColon(scoped ref LogLine line)
    {
        int from = At;
        int end = At;
        bool isInParentheses = false;
        for (; end < _text.Length && end - from <= LongestName && (isInParentheses || !IsBlank(_text[end])); end++)
        {
            isInParentheses = _text[end] == '(' || (isInParentheses && _text[end] != ')');
            if (_text[end] is (byte)'=' or (byte)'"' or (byte)',' or (byte)'\'' or (byte)'{')
            {
                return false;
            }
        }

        int colon = end - 1;
        if (colon < from || _text[colon] != ':')
        {
            // A padded name: the colon stands behind the blanks.
            colon = end;
            while (colon < _text.Length && _text[colon] == ' ')
            {
                colon++;
            }

            if (colon >= _text.Length || _text[colon] != ':' || !IsBlankOrEnd(colon + 1))
            {
                // INFO:name:message
                int tight = _hasLevel && !_hasStamp ? _text[from..Math.Min(_text.Length, from + LongestName)].IndexOfAny((byte)':', (byte)' ') : -1;
                if (tight <= 0 || _text[from + tight] != ':')
                {
                    return false;
                }

                end = colon = from + tight;
            }
        }

        ReadOnlySpan<byte> name = _text[from..Math.Min(end, colon)];
        if (name.IsEmpty || !IsLetter(name[0]) && name[0] is not ((byte)'/' or (byte)'_' or (byte)'.' or (byte)'<'))
        {
            return false;
        }

        At = colon + 1;
        int open = name.IndexOf((byte)'(');
        if (open > 0 && name[^1] == ')' && !name[(open + 1)..^1].Trim((byte)' ').ContainsAnyExceptInRange((byte)'0', (byte)'9'))
        {
            AddNumber(ref line, name[(open + 1)..^1].Trim((byte)' '));
            name = name[..open];
        }

        line.Logger = name;
        return true;
    }

    private bool TryProcessName(scoped ref LogLine line)
    {
        LogLine named = default;
        if (!TryNameColon(ref named) && !TryNameWithVersion(ref named))
        {
            return false;
        }

        line.Process = named.Logger;
        line.ProcessId = named.ProcessId;
        return true;
    }

    /// <summary><c>syslogd 1.4.1:</c>.</summary>
    private bool TryNameWithVersion(scoped ref LogLine line)
    {
        int from = At;
        int end = EndOfToken(At);
        int version = end + 1;
        int colon = EndOfToken(version) - 1;
        if (version >= _text.Length || !IsLetter(_text[from]) || !IsDigit(_text[version]) || _text[colon] != ':' || !_text[version..colon].Contains((byte)'.'))
        {
            return false;
        }

        line.Logger = _text[from..end];
        At = colon + 1;
        return true;
    }

    private bool TryNamePipe(scoped ref LogLine line)
    {
        int length = _text[At..Math.Min(_text.Length, At + LongestName)].IndexOf((byte)'|');
        if (length <= 0)
        {
            return false;
        }

        ReadOnlySpan<byte> name = _text.Slice(At, length).Trim((byte)' ');
        At += length + 1;
        if (!name.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
        {
            AddNumber(ref line, name);
        }
        else if (line.Logger.IsEmpty)
        {
            line.Logger = name;
        }

        return true;
    }

    private bool TryNameDash(scoped ref LogLine line)
    {
        int length = _text[At..Math.Min(_text.Length, At + LongestName)].IndexOf(" - "u8);
        if (length <= 0 || !IsLetter(_text[At]) || _text.Slice(At, length).Count((byte)' ') >= MostWordsOfName)
        {
            return false;
        }

        ReadOnlySpan<byte> name = _text.Slice(At, length).TrimEnd((byte)' ');
        At += length + 3;
        line.Logger = name;
        return true;
    }

    private bool TryDottedName(scoped ref LogLine line)
    {
        int at = At;
        int dots = 0;
        for (; at < _text.Length && at - At <= LongestName && !IsBlank(_text[at]) && _text[at] != '['; at++)
        {
            byte letter = _text[at];
            if (letter == '.')
            {
                dots++;
            }
            else if (!IsLetterOrDigit(letter) && letter is not ((byte)'_' or (byte)'$' or (byte)'-'))
            {
                return false;
            }
        }

        if (dots == 0 || !IsLetter(_text[At]) || !IsLetterOrDigit(_text[at - 1]))
        {
            return false;
        }

        line.Logger = _text[At..at];
        At = EndOfToken(at);
        return true;
    }

    private bool TryWord(scoped ref LogLine line)
    {
        int end = EndOfToken(At);
        ReadOnlySpan<byte> word = _text[At..end];
        if (word.IsEmpty)
        {
            return false;
        }

        At = end;
        if (IsHost(word))
        {
            if (line.Host.IsEmpty && !_hasLevel)
            {
                line.Host = word;
            }
            else if (!line.Host.SequenceEqual(word))
            {
                line.Logger = word;
            }
        }

        return true;
    }

    private static bool IsHost(ReadOnlySpan<byte> word)
    {
        int colons = 0;
        bool hasLetter = false;
        foreach (byte letter in word)
        {
            colons += letter == ':' ? 1 : 0;
            hasLetter |= IsLetter(letter);
            if (!IsLetterOrDigit(letter) && letter is not ((byte)'-' or (byte)'.' or (byte)'_' or (byte)'/' or (byte)'@' or (byte)':'))
            {
                return false;
            }
        }

        return colons <= 1 && (hasLetter || word.Count((byte)'.') == 3);
    }
}
