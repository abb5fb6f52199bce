namespace Nightjar.Core.Telemetry.Patterns;

/// <summary>
/// A message cut into tokens and hashed, in one pass over its bytes. What differs from line to line is one token
/// <see cref="TokenHash.Value"/>, also where it is a list, a number with its unit or a value with another in brackets; the
/// pieces that such a token consists of are kept for the template. Reused for each message: not thread-safe, no allocation.
/// </summary>
internal sealed class MessageTokens
{
    /// <summary>Tokens looked at; two lines that differ only behind them are the same.</summary>
    public const int MaxTokens = 128;

    /// <summary>Pieces of a value that are told apart: a longer list is shown as one.</summary>
    public const int MaxRun = 16;

    /// <summary>The tag of a word.</summary>
    public const byte Word = 0;

    /// <summary>The tag of a value; any other tag is the delimiter itself.</summary>
    public const byte Value = 1;

    // A token has a piece or more; there is room for the longest run in a quarter of them.
    private const int MaxPieces = MaxTokens * 4;

    private static readonly ulong[] DelimiterHashes = [.. Enumerable.Range(0, 256).Select(value => TokenHash.Of([(byte)value]))];

    private readonly ulong[] _hashes = new ulong[MaxTokens];
    private readonly byte[] _tags = new byte[MaxTokens];
    private readonly int[] _first = new int[MaxTokens + 1];
    private readonly Piece[] _pieces = new Piece[MaxPieces];
    private int _count;
    private int _pieceCount;
    private bool _full;

    public int Count => _count;

    public ReadOnlySpan<ulong> Hashes => _hashes.AsSpan(0, _count);

    public ReadOnlySpan<byte> Tags => _tags.AsSpan(0, _count);

    /// <summary>The first piece of each token, and the number of pieces.</summary>
    public ReadOnlySpan<int> FirstPieces => _first.AsSpan(0, _count + 1);

    public ReadOnlySpan<Piece> Pieces => _pieces.AsSpan(0, _pieceCount);

    /// <summary>Cuts a message; what was there before is gone.</summary>
    public void Read(ReadOnlySpan<byte> message) // hot
    {
        _count = 0;
        _pieceCount = 0;
        _full = false;
        int at = 0;
        while (!_full)
        {
            while (at < message.Length && ByteClasses.Is(message[at], ByteClass.Space))
            {
                at++;
            }

            if (at >= message.Length)
            {
                break;
            }

            int start = at;
            ByteClass any = ByteClass.None;
            ByteClass all = (ByteClass)byte.MaxValue;
            ByteClass[] classes = ByteClasses.Of;
            for (; at < message.Length; at++)
            {
                ByteClass one = classes[message[at]];
                if ((one & ByteClass.Space) != 0)
                {
                    break;
                }

                any |= one;
                all &= one;
            }

            if ((any & ByteClass.Delimiter) == 0 && ((any & ByteClass.Special) == 0 || message[start..at].IndexOf(".."u8) < 0))
            {
                AddUndivided(message, start, at, any, all);
            }
            else
            {
                AddChunk(message, start, at);
            }
        }

        _first[_count] = _pieceCount;
    }

    /// <summary>Brackets, quotes and closing punctuation are peeled off; what is inside is one value or is cut.</summary>
    private void AddChunk(ReadOnlySpan<byte> message, int start, int end)
    {
        while (start < end && ByteClasses.Is(message[start], ByteClass.Opener))
        {
            AddDelimiter(message, start++);
        }

        int inner = end;
        while (inner > start && ByteClasses.Is(message[inner - 1], ByteClass.Closer))
        {
            inner--;
        }

        if (start < inner)
        {
            // A time may end a sentence; where a path ends, only its file system knows.
            int whole = message[inner - 1] == '.' && inner - start > 1 ? inner - 1 : inner;
            if (ValueShape.TryWhole(message[start..whole], out TokenKind kind))
            {
                whole = kind == TokenKind.Path ? inner : whole;
                AddValue(start, whole, kind);
                if (whole < inner)
                {
                    Join(_count, new Piece(whole, 1, TokenKind.Delimiter));
                }
            }
            else
            {
                Cut(message, start, inner);
            }
        }

        for (int i = inner; i < end; i++)
        {
            AddDelimiter(message, i);
        }
    }

    private void Cut(ReadOnlySpan<byte> message, int start, int end)
    {
        int from = start;
        ByteClass any = ByteClass.None;
        ByteClass all = (ByteClass)byte.MaxValue;
        for (int i = start; i < end; i++)
        {
            ByteClass one = ByteClasses.Of[message[i]];
            bool dots = message[i] == '.' && i + 1 < end && message[i + 1] == '.';
            if ((one & ByteClass.Delimiter) == 0 && !dots)
            {
                any |= one;
                all &= one;
                continue;
            }

            AddUndivided(message, from, i, any, all);
            if (dots)
            {
                from = i;
                while (i + 1 < end && message[i + 1] == '.')
                {
                    i++;
                }

                AddDots(message, from, i + 1);
            }
            else
            {
                AddDelimiter(message, i);
            }

            from = i + 1;
            any = ByteClass.None;
            all = (ByteClass)byte.MaxValue;
        }

        AddUndivided(message, from, end, any, all);
    }

    private void AddUndivided(ReadOnlySpan<byte> message, int start, int end, ByteClass any, ByteClass all) // hot
    {
        if (start == end)
        {
            return;
        }

        ReadOnlySpan<byte> text = message[start..end];
        TokenKind kind = ValueShape.OfUndivided(text, any, all);
        if (kind == TokenKind.Word)
        {
            AddWord(text, start);
        }
        else if (text[^1] == '.' && text.Length > 1 && kind != TokenKind.Path)
        {
            AddValue(start, end - 1, kind);
            Join(_count, new Piece(end - 1, 1, TokenKind.Delimiter));
        }
        else
        {
            AddValue(start, end, kind);
        }
    }

    private void AddWord(ReadOnlySpan<byte> text, int start) // hot
    {
        ulong hash = TokenHash.Of(text);
        if (text.Length <= WordLists.LongestUnit && _count > 0 && _tags[_count - 1] == Value && WordLists.Units.Contains(hash))
        {
            Join(_count, new Piece(start, text.Length, TokenKind.Unit));
        }
        else if (text.Length == WordLists.CalendarName && text[0] < 'a' && WordLists.CalendarNames.Contains(hash))
        {
            AddValue(start, start + text.Length, TokenKind.Time);
        }
        else if (text.Length is WordLists.ShortestLiteral or WordLists.LongestLiteral && WordLists.Literals.TryGetValue(hash, out TokenKind literal))
        {
            AddValue(start, start + text.Length, literal);
        }
        else
        {
            AddToken(hash, Word, new Piece(start, text.Length, TokenKind.Word));
        }
    }

    /// <summary>A value joins the one before it, also over a comma, a colon or an opening angle bracket.</summary>
    private void AddValue(int start, int end, TokenKind kind) // hot
    {
        Piece piece = new(start, end - start, kind);
        int last = _count - 1;
        if (last < 0)
        {
            AddToken(TokenHash.Value, Value, piece);
            return;
        }

        byte before = _tags[last];
        if (before == Value)
        {
            Join(_count, piece);
        }
        else if (last > 0 && _tags[last - 1] == Value && before is (byte)',' or (byte)':')
        {
            Join(last, piece);
        }
        else if (before == '<' && (last == 0 || _tags[last - 1] != '='))
        {
            _hashes[last] = TokenHash.Value;
            _tags[last] = Value;
            Join(last > 0 && _tags[last - 1] == Value ? last : _count, piece);
        }
        else
        {
            AddToken(TokenHash.Value, Value, piece);
        }
    }

    /// <summary>Empty brackets hold a value that is not there; a value in brackets behind a value is one with it.</summary>
    private void AddDelimiter(ReadOnlySpan<byte> message, int at) // hot
    {
        byte delimiter = message[at];
        byte opener = delimiter switch { (byte)')' => (byte)'(', (byte)']' => (byte)'[', (byte)'}' => (byte)'{', (byte)'>' => (byte)'<', _ => Word };
        if (opener != Word && _count > 0 && _tags[_count - 1] == opener)
        {
            AddValue(at, at, TokenKind.Empty);
        }

        Piece piece = new(at, 1, TokenKind.Delimiter);
        if (delimiter == ')' && _count >= 3 && _tags[_count - 1] == Value && _tags[_count - 2] == '(' && _tags[_count - 3] == Value)
        {
            Join(_count - 2, piece);
        }
        else
        {
            AddToken(DelimiterHashes[delimiter], delimiter, piece);
        }
    }

    /// <summary>Dots that lead the eye to a value: how many they are says nothing.</summary>
    private void AddDots(ReadOnlySpan<byte> message, int start, int end) =>
        AddToken(TokenHash.Of(message[start..end]), (byte)'.', new Piece(start, end - start, TokenKind.Delimiter));

    private void AddToken(ulong hash, byte tag, Piece piece) // hot
    {
        if (_count == MaxTokens || _pieceCount == MaxPieces)
        {
            _full = true;
            return;
        }

        _hashes[_count] = hash;
        _tags[_count] = tag;
        _first[_count++] = _pieceCount;
        _pieces[_pieceCount++] = piece;
    }

    /// <summary>What was cut behind the first tokens is part of the last of them, as is the piece.</summary>
    private void Join(int tokens, Piece piece) // hot
    {
        if (_full)
        {
            return;
        }

        _count = tokens;
        int most = _first[tokens - 1] + MaxRun;
        if (_pieceCount >= most)
        {
            _pieceCount = most;
        }
        else if (_pieceCount == MaxPieces)
        {
            _full = true;
        }
        else
        {
            _pieces[_pieceCount++] = piece;
        }
    }
}
