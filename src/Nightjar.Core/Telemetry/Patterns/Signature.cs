namespace Nightjar.Core.Telemetry.Patterns;

/// <summary>A row of tokens that lines are recognised by. A position that turned out to vary holds <see cref="TokenHash.Value"/>.</summary>
internal sealed class Signature
{
    /// <param name="id">Never given twice.</param>
    /// <param name="hashes">Of the tokens.</param>
    /// <param name="tags">Of the tokens.</param>
    /// <param name="text">Its first line.</param>
    public Signature(int id, ulong[] hashes, byte[] tags, SignatureText text)
    {
        Id = id;
        Hashes = hashes;
        Tags = tags;
        Text = text;
        Row = TokenHash.OfRow(hashes);
        Words = tags.Count(tag => tag == MessageTokens.Word);
    }

    /// <summary>Never given twice.</summary>
    public int Id { get; }

    public ulong[] Hashes { get; }

    public byte[] Tags { get; }

    public SignatureText Text { get; }

    /// <summary>The hash of the row.</summary>
    public ulong Row { get; }

    /// <summary>The pattern it belongs to, while it is live.</summary>
    public required Pattern Pattern { get; set; }

    /// <summary>How many of the tokens are words.</summary>
    public int Words { get; }

    public int Length => Hashes.Length;

    /// <summary>The masks of positions under which lines with any word there are looked up as this one.</summary>
    public List<ulong> Masks { get; } = [];

    /// <summary>False once another signature covers it, or it is forgotten.</summary>
    public bool IsLive { get; set; } = true;

    /// <summary>Whether a position holds a word or a value, not a delimiter.</summary>
    public bool IsOpen(int position) => Tags[position] is MessageTokens.Word or MessageTokens.Value;

    /// <summary>Words that stay when the positions of a mask are left open.</summary>
    public int ConstantWords(ulong mask)
    {
        int words = Words;
        for (ulong rest = mask; rest != 0; rest &= rest - 1)
        {
            words -= Tags[System.Numerics.BitOperations.TrailingZeroCount(rest)] == MessageTokens.Word ? 1 : 0;
        }

        return words;
    }

    /// <summary>The text of a word.</summary>
    public ReadOnlySpan<byte> WordAt(int position) => Text.Pieces[Text.FirstPieces[position]].In(Text.Message);
}
