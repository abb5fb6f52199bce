namespace Nightjar.Core.Telemetry.Logs;

/// <summary>
/// Walks over the keys and values of a JSON object, or of logfmt (<c>key=value key="a text"</c>). Ends at the first thing that is neither; nothing throws. A
/// value in quotes is given without them and with its escapes; an object or array as it stands. // hot
/// </summary>
internal ref struct LogPairs
{
    private readonly ReadOnlySpan<byte> _text;
    private readonly bool _isJson;
    private int _at;

    public LogPairs(ReadOnlySpan<byte> text, bool isJson)
    {
        _text = text;
        _isJson = isJson;
        _at = isJson ? 1 : 0;
    }

    /// <summary>Whether the walk came to the end of the object or of the text.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>The next pair.</summary>
    public bool TryNext(out ReadOnlySpan<byte> key, out ReadOnlySpan<byte> value, out bool isQuoted)
    {
        value = default;
        isQuoted = false;
        key = default;
        SkipBlanks();
        return _isJson ? TryNextJson(out key, out value, out isQuoted) : TryNextLogfmt(out key, out value, out isQuoted);
    }

    private bool TryNextJson(out ReadOnlySpan<byte> key, out ReadOnlySpan<byte> value, out bool isQuoted)
    {
        value = default;
        isQuoted = false;
        if (Peek() == ',')
        {
            _at++;
            SkipBlanks();
        }

        if (!TryQuoted(out key))
        {
            IsComplete = Peek() == '}';
            return false;
        }

        SkipBlanks();
        if (Peek() != ':')
        {
            return false;
        }

        _at++;
        SkipBlanks();
        switch (Peek())
        {
            case (byte)'"':
                isQuoted = true;
                return TryQuoted(out value);
            case (byte)'{' or (byte)'[':
                return TryNested(out value);
            default:
                int length = _text[_at..].IndexOfAny(",} \t"u8);
                value = _text.Slice(_at, Math.Max(length, 0));
                _at += value.Length;
                return !value.IsEmpty;
        }
    }

    private bool TryNextLogfmt(out ReadOnlySpan<byte> key, out ReadOnlySpan<byte> value, out bool isQuoted)
    {
        value = default;
        isQuoted = false;
        int from = _at;
        while (_at < _text.Length && (char.IsAsciiLetterOrDigit((char)_text[_at]) || _text[_at] is (byte)'_' or (byte)'.' or (byte)'-' or (byte)'@' or (byte)'/'))
        {
            _at++;
        }

        key = _text[from.._at];
        if (key.IsEmpty || Peek() != '=')
        {
            IsComplete = _at >= _text.Length;
            return false;
        }

        _at++;
        if (Peek() == '"')
        {
            isQuoted = true;
            return TryQuoted(out value);
        }

        int length = _text[_at..].IndexOfAny((byte)' ', (byte)'\t');
        value = length < 0 ? _text[_at..] : _text.Slice(_at, length);
        _at += value.Length;
        return true;
    }

    private bool TryQuoted(out ReadOnlySpan<byte> inside)
    {
        inside = default;
        if (Peek() != '"')
        {
            return false;
        }

        int from = _at + 1;
        for (int at = from; at < _text.Length; at++)
        {
            int step = _text[at..].IndexOfAny((byte)'"', (byte)'\\');
            if (step < 0)
            {
                return false;
            }

            at += step;
            if (_text[at] == '"')
            {
                inside = _text[from..at];
                _at = at + 1;
                return true;
            }

            at++;
        }

        return false;
    }

    private bool TryNested(out ReadOnlySpan<byte> value)
    {
        int from = _at;
        int depth = 0;
        while (_at < _text.Length)
        {
            byte letter = _text[_at];
            if (letter == '"')
            {
                if (!TryQuoted(out _))
                {
                    break;
                }

                continue;
            }

            depth += letter is (byte)'{' or (byte)'[' ? 1 : letter is (byte)'}' or (byte)']' ? -1 : 0;
            _at++;
            if (depth == 0)
            {
                value = _text[from.._at];
                return true;
            }
        }

        value = default;
        return false;
    }

    private void SkipBlanks()
    {
        while (_at < _text.Length && _text[_at] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
        {
            _at++;
        }
    }

    private readonly byte Peek() => _at < _text.Length ? _text[_at] : (byte)0;
}
