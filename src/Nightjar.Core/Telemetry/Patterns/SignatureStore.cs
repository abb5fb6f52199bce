using System.Diagnostics.CodeAnalysis;

namespace Nightjar.Core.Telemetry.Patterns;

/// <summary>The signatures that lines are recognised by, and the patterns they belong to. Bounded. Not thread-safe.</summary>
/// <param name="maxSignatures">Signatures held at most.</param>
internal sealed class SignatureStore(int maxSignatures)
{
    // A pattern keeps the ids of what was joined into it; many more of them than signatures mean that cold patterns have to go.
    private const int IdsPerSignature = 8;

    // Forgetting costs a look at all; so some are forgotten at once.
    private const int ForgottenShare = 16;

    private readonly Dictionary<ulong, Signature> _exact = [];
    private readonly Dictionary<ulong, Signature> _starred = [];
    private readonly OpenMasks _masks = new();
    private readonly Dictionary<int, Pattern> _patterns = [];

    /// <summary>The highest id given; may be raised.</summary>
    public int LastId { get; set; }

    public int Count => _exact.Count;

    /// <summary>Lines of patterns that are no longer held.</summary>
    public long ForgottenLines { get; private set; }

    /// <summary>The oldest first.</summary>
    public IEnumerable<Signature> Signatures => _exact.Values.OrderBy(signature => signature.Id);

    public IEnumerable<Pattern> Patterns => _patterns.Where(entry => entry.Key == entry.Value.Id).Select(entry => entry.Value);

    public bool IsFull => _exact.Count >= maxSignatures || _patterns.Count >= maxSignatures * IdsPerSignature;

    public bool TryGetPattern(int id, [NotNullWhen(true)] out Pattern? pattern) => _patterns.TryGetValue(id, out pattern);

    public bool TryGet(ulong row, [NotNullWhen(true)] out Signature? signature) => _exact.TryGetValue(row, out signature);

    /// <summary>By all tokens, or else by all but those in positions that are known to vary.</summary>
    public bool TryFind(ReadOnlySpan<ulong> tokens, [NotNullWhen(true)] out Signature? signature) // hot
    {
        ulong row = TokenHash.OfRow(tokens);
        if (_exact.TryGetValue(row, out signature))
        {
            return true;
        }

        foreach (ulong mask in _masks.Of(tokens.Length))
        {
            if (_starred.TryGetValue(TokenHash.Starred(row, tokens, mask), out signature))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Adds a signature that is a pattern of its own.</summary>
    public Signature Add(ulong[] hashes, byte[] tags, SignatureText text, long line)
    {
        int id = ++LastId;
        Pattern pattern = new([id], text.Message, 0, line, line);
        Signature signature = new(id, hashes, tags, text) { Pattern = pattern };
        pattern.Signatures.Add(signature);
        _exact.Add(signature.Row, signature);
        _patterns.Add(id, pattern);
        return signature;
    }

    /// <summary>Whether lines of that length can be looked up with the mask.</summary>
    public bool CanOpen(int length, ulong mask) => _masks.CanAdd(length, mask);

    /// <summary>Lines with any word at the positions of the mask are the signature's from now on.</summary>
    public void Open(Signature signature, ulong mask)
    {
        _masks.Add(signature.Length, mask);
        signature.Masks.Add(mask);
        _starred[TokenHash.Starred(signature.Row, signature.Hashes, mask)] = signature;
    }

    /// <summary>The two are one pattern from now on.</summary>
    public void Join(Pattern pattern, Pattern joined)
    {
        if (pattern == joined)
        {
            return;
        }

        if (pattern.Ids.Count < joined.Ids.Count)
        {
            (pattern, joined) = (joined, pattern);
        }

        foreach (int id in joined.Ids)
        {
            _patterns[id] = pattern;
        }

        foreach (Signature signature in joined.Signatures)
        {
            signature.Pattern = pattern;
        }

        pattern.Join(joined);
    }

    /// <summary>Another signature of the same pattern recognises the lines of this one: it is no longer needed.</summary>
    public void Retire(Signature signature)
    {
        signature.IsLive = false;
        signature.Pattern.Signatures.Remove(signature);
        _exact.Remove(signature.Row);
    }

    /// <summary>Forgets the patterns with a single line, or else any, that were not seen for the longest time.</summary>
    public void Forget()
    {
        int room = Math.Max(1, maxSignatures / ForgottenShare);
        foreach (Pattern pattern in Patterns.OrderBy(pattern => pattern.Count > 1).ThenBy(pattern => pattern.LastLine).ToList())
        {
            if (_exact.Count <= maxSignatures - room && _patterns.Count <= (maxSignatures * IdsPerSignature) - room)
            {
                break;
            }

            Forget(pattern);
        }

        _masks.Retain(_exact.Values);
    }

    /// <summary>Writes all.</summary>
    public void Save(BinaryWriter writer)
    {
        writer.Write(LastId);
        writer.Write(ForgottenLines);
        List<Pattern> patterns = [.. Patterns];
        writer.Write(patterns.Count);
        foreach (Pattern pattern in patterns)
        {
            writer.Write(pattern.Ids.Count);
            pattern.Ids.ForEach(writer.Write);
            writer.Write(pattern.Example.Length);
            writer.Write(pattern.Example);
            writer.Write(pattern.Count);
            writer.Write(pattern.FirstLine);
            writer.Write(pattern.LastLine);
            writer.Write(pattern.Signatures.Count);
            foreach (Signature signature in pattern.Signatures)
            {
                writer.Write(signature.Id);
                writer.Write(signature.Length);
                writer.Write(signature.Tags);
                Array.ForEach(signature.Hashes, writer.Write);
                writer.Write(signature.Masks.Count);
                signature.Masks.ForEach(writer.Write);
                signature.Text.Save(writer);
            }
        }
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    public void Restore(BinaryReader reader)
    {
        LastId = reader.ReadInt32();
        ForgottenLines = reader.ReadInt64();
        for (int patterns = reader.ReadInt32(); patterns > 0; patterns--)
        {
            List<int> ids = [.. Enumerable.Range(0, reader.ReadInt32()).Select(_ => reader.ReadInt32())];
            Pattern pattern = new(ids, reader.ReadBytes(reader.ReadInt32()), reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt64());
            ids.ForEach(id => _patterns.Add(id, pattern));
            for (int signatures = reader.ReadInt32(); signatures > 0; signatures--)
            {
                pattern.Signatures.Add(Restore(reader, pattern));
            }
        }
    }

    private Signature Restore(BinaryReader reader, Pattern pattern)
    {
        int id = reader.ReadInt32();
        byte[] tags = reader.ReadBytes(reader.ReadInt32());
        ulong[] hashes = [.. tags.Select(_ => reader.ReadUInt64())];
        ulong[] masks = [.. Enumerable.Range(0, reader.ReadInt32()).Select(_ => reader.ReadUInt64())];
        Signature signature = new(id, hashes, tags, new SignatureText(reader, tags)) { Pattern = pattern };
        _exact.Add(signature.Row, signature);
        Array.ForEach(masks, mask => Open(signature, mask));
        return signature;
    }

    private void Forget(Pattern pattern)
    {
        ForgottenLines += pattern.Count;
        foreach (int id in pattern.Ids)
        {
            _patterns.Remove(id);
        }

        foreach (Signature signature in pattern.Signatures)
        {
            signature.IsLive = false;
            _exact.Remove(signature.Row);
            foreach (ulong mask in signature.Masks)
            {
                _starred.Remove(TokenHash.Starred(signature.Row, signature.Hashes, mask));
            }
        }
    }
}
