namespace Nightjar.Core.Telemetry.Patterns;

/// <summary>
/// The first line of a signature, and what the later ones had in common with it: enough to write the template without looking at
/// them again. A line costs a comparison for each value whose form has not turned out to vary; no allocation. Not thread-safe.
/// </summary>
internal sealed class SignatureText
{
    private readonly byte[] _message;
    private readonly Piece[] _pieces;
    private readonly int[] _first;
    private readonly SlotPiece[] _slots;
    private readonly int[] _open;
    private int _openCount;

    /// <param name="message">The line.</param>
    /// <param name="first">The first piece of each token, and the number of pieces.</param>
    /// <param name="pieces">Of the line.</param>
    /// <param name="tags">Of the tokens: what is a value can vary.</param>
    public SignatureText(ReadOnlySpan<byte> message, ReadOnlySpan<int> first, ReadOnlySpan<Piece> pieces, byte[] tags)
        : this(message.ToArray(), first, pieces.ToArray(), SlotsOf(pieces), tags)
    {
    }

    /// <summary>The same with some words become values, or several values become one.</summary>
    public SignatureText(SignatureText other, ReadOnlySpan<int> first, byte[] tags)
        : this(other._message, first, other._pieces, [.. other._slots], tags)
    {
    }

    private SignatureText(byte[] message, ReadOnlySpan<int> first, Piece[] pieces, SlotPiece[] slots, byte[] tags)
    {
        _message = message;
        _first = first.ToArray();
        _pieces = pieces;
        _slots = slots;
        _open = [.. Enumerable.Range(0, tags.Length).Where(token => tags[token] == MessageTokens.Value)];
        _openCount = _open.Length;
        for (int i = _openCount - 1; i >= 0; i--)
        {
            if (PieceCount(_open[i]) >= MessageTokens.MaxRun)
            {
                Close(i);
            }
        }
    }

    /// <summary>As <see cref="Save"/> wrote it.</summary>
    public SignatureText(BinaryReader reader, byte[] tags)
    {
        _message = reader.ReadBytes(reader.ReadInt32());
        _first = [.. Enumerable.Range(0, tags.Length + 1).Select(_ => (int)reader.ReadUInt16())];
        _pieces = new Piece[_first[^1]];
        _slots = new SlotPiece[_pieces.Length];
        for (int i = 0; i < _pieces.Length; i++)
        {
            _pieces[i] = new Piece(reader.ReadUInt16(), reader.ReadUInt16(), (TokenKind)reader.ReadByte());
            _slots[i] = new SlotPiece
            {
                Kind = (TokenKind)reader.ReadByte(),
                Varies = reader.ReadBoolean(),
                Ragged = reader.ReadBoolean(),
                Prefix = reader.ReadUInt16(),
                Suffix = reader.ReadUInt16(),
            };
        }

        _open = [.. Enumerable.Range(0, tags.Length).Where(token => tags[token] == MessageTokens.Value && !_slots[_first[token]].Ragged)];
        _openCount = _open.Length;
    }

    public byte[] Message => _message;

    public ReadOnlySpan<int> FirstPieces => _first;

    public ReadOnlySpan<Piece> Pieces => _pieces;

    public ReadOnlySpan<SlotPiece> Slots => _slots;

    /// <summary>Takes a further line of the signature.</summary>
    public void Narrow(ReadOnlySpan<byte> message, ReadOnlySpan<int> first, ReadOnlySpan<Piece> pieces) // hot
    {
        for (int i = _openCount - 1; i >= 0; i--)
        {
            int token = _open[i];
            int from = first[token];
            int count = first[token + 1] - from;
            if (count != PieceCount(token) || !TryNarrow(token, message, pieces.Slice(from, count)))
            {
                Close(i);
            }
        }
    }

    /// <summary>Takes what the lines of another signature with as many tokens had in common.</summary>
    public void Narrow(SignatureText other)
    {
        Narrow(other._message, other._first, other._pieces);
        for (int i = _openCount - 1; i >= 0; i--)
        {
            int token = _open[i];
            for (int p = 0; p < PieceCount(token); p++)
            {
                ref SlotPiece mine = ref _slots[_first[token] + p];
                SlotPiece theirs = other._slots[other._first[token] + p];
                mine.Kind = Join(mine.Kind, theirs.Kind);
                mine.Ragged |= theirs.Ragged;
                if (theirs.Varies)
                {
                    mine.Prefix = mine.Varies ? Math.Min(mine.Prefix, theirs.Prefix) : theirs.Prefix;
                    mine.Suffix = mine.Varies ? Math.Min(mine.Suffix, theirs.Suffix) : theirs.Suffix;
                    mine.Varies = true;
                }
            }
        }
    }

    /// <summary>Writes it. All positions are below <see cref="PatternMiner.MaxMessageBytes"/>.</summary>
    public void Save(BinaryWriter writer)
    {
        writer.Write(_message.Length);
        writer.Write(_message);
        foreach (int first in _first)
        {
            writer.Write((ushort)first);
        }

        for (int i = 0; i < _pieces.Length; i++)
        {
            writer.Write((ushort)_pieces[i].Start);
            writer.Write((ushort)_pieces[i].Length);
            writer.Write((byte)_pieces[i].Kind);
            writer.Write((byte)_slots[i].Kind);
            writer.Write(_slots[i].Varies);
            writer.Write(_slots[i].Ragged);
            writer.Write((ushort)_slots[i].Prefix);
            writer.Write((ushort)_slots[i].Suffix);
        }
    }

    private static SlotPiece[] SlotsOf(ReadOnlySpan<Piece> pieces)
    {
        SlotPiece[] slots = new SlotPiece[pieces.Length];
        for (int i = 0; i < slots.Length; i++)
        {
            slots[i].Kind = pieces[i].Kind;
        }

        return slots;
    }

    private int PieceCount(int token) => _first[token + 1] - _first[token];

    /// <summary>False when the values differ in form and not only in text.</summary>
    private bool TryNarrow(int token, ReadOnlySpan<byte> message, ReadOnlySpan<Piece> pieces) // hot
    {
        int from = _first[token];
        for (int p = 0; p < pieces.Length; p++)
        {
            ref SlotPiece slot = ref _slots[from + p];
            Piece piece = pieces[p];
            slot.Kind = Join(slot.Kind, piece.Kind);
            if (!slot.IsTextual || (slot.Varies && slot.Prefix == 0 && slot.Suffix == 0))
            {
                continue;
            }

            ReadOnlySpan<byte> known = _pieces[from + p].In(_message);
            ReadOnlySpan<byte> text = piece.In(message);
            if (text.SequenceEqual(known))
            {
                continue;
            }

            if (slot.Kind == TokenKind.Delimiter)
            {
                return false;
            }

            int prefix = text.CommonPrefixLength(known);
            int suffix = CommonSuffix(text[prefix..], known[prefix..]);
            slot.Prefix = LiteralEdge.Prefix(known[..(slot.Varies ? Math.Min(slot.Prefix, prefix) : prefix)]);
            slot.Suffix = LiteralEdge.Suffix(known[^(slot.Varies ? Math.Min(slot.Suffix, suffix) : suffix)..]);
            slot.Varies = true;
        }

        return true;
    }

    private static TokenKind Join(TokenKind one, TokenKind other) =>
        one == other ? one
        : (one is TokenKind.Id or TokenKind.Word && other is TokenKind.Id or TokenKind.Word) ? TokenKind.Id
        : TokenKind.Any;

    private static int CommonSuffix(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other)
    {
        int length = 0;
        while (length < one.Length && length < other.Length && one[^(length + 1)] == other[^(length + 1)])
        {
            length++;
        }

        return length;
    }

    private void Close(int open)
    {
        int token = _open[open];
        foreach (ref SlotPiece slot in _slots.AsSpan(_first[token], PieceCount(token)))
        {
            slot.Ragged = true;
        }

        _open[open] = _open[--_openCount];
    }
}
