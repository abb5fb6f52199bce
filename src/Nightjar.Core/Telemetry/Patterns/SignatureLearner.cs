using System.Numerics;
using System.Runtime.InteropServices;

namespace Nightjar.Core.Telemetry.Patterns;

/// <summary>
/// Makes signatures of messages of an unknown form and finds out which positions vary. The only part of the miner that allocates and
/// takes its time: O(n²) in the words of the message. Not thread-safe.
/// </summary>
internal sealed class SignatureLearner(SignatureStore store, int maxCandidates)
{
    // Pairs grow with the square, and words behind the 24th seldom vary alone.
    private const int MostPairPositions = 24;

    private readonly StarCandidates _candidates = new(maxCandidates);
    private readonly Dictionary<ulong, FormBucket> _buckets = [];

    /// <summary>The signature of a message that the store does not find.</summary>
    public Signature Learn(MessageTokens tokens, ReadOnlySpan<byte> message, long line)
    {
        if (store.IsFull)
        {
            store.Forget();
            ForgetDead();
        }

        byte[] tags = tokens.Tags.ToArray();
        SignatureText text = new(message, tokens.FirstPieces, tokens.Pieces, tags);
        Signature signature = store.Add(tokens.Hashes.ToArray(), tags, text, line);
        return Compare(signature, line);
    }

    /// <summary>Compares a new signature with its like; the signature that recognises its lines from then on.</summary>
    private Signature Compare(Signature signature, long line)
    {
        FormBucket bucket = BucketOf(signature);
        if (bucket.Add(signature))
        {
            foreach ((ulong mask, List<Signature> members) in bucket.Sweep())
            {
                TryOpen(mask, members, line);
            }
        }

        if (!signature.IsLive)
        {
            return CoveringOf(signature);
        }

        foreach (ulong mask in CandidateMasks(signature))
        {
            if (TryPositions(mask, signature, line))
            {
                return CoveringOf(signature);
            }
        }

        return signature;
    }

    /// <summary>Notes the signatures of a store that was restored, as if they had come one by one and nothing had been found.</summary>
    public void NoteAll()
    {
        foreach (Signature signature in store.Signatures)
        {
            BucketOf(signature).Add(signature);
            foreach (ulong mask in CandidateMasks(signature))
            {
                _candidates.Add(TokenHash.Starred(signature.Row, signature.Hashes, mask), signature);
            }
        }
    }

    /// <summary>
    /// A signature that has values in both positions where this one has words, and enough words in common: hexadecimal digits are words
    /// when no digit is among them, and what is missing is written as a word.
    /// </summary>
    private Signature? KnownWithValues(ulong mask, Signature signature)
    {
        if (BitOperations.PopCount(mask) < 2 || signature.ConstantWords(mask) < StarRules.LeastConstantsOfAPair)
        {
            return null;
        }

        ulong row = signature.Row;
        for (ulong rest = mask; rest != 0; rest &= rest - 1)
        {
            int position = BitOperations.TrailingZeroCount(rest);
            row += TokenHash.At(TokenHash.Value, position) - TokenHash.At(signature.Hashes[position], position);
        }

        return store.TryGet(row, out Signature? known) ? known : null;
    }

    /// <summary>Each position, and each pair with a word in it.</summary>
    private static IEnumerable<ulong> CandidateMasks(Signature signature)
    {
        List<int> positions = [.. Enumerable.Range(0, Math.Min(signature.Length, OpenMasks.Positions)).Where(signature.IsOpen)];
        foreach (int position in positions)
        {
            yield return 1UL << position;
        }

        int pairs = Math.Min(positions.Count, MostPairPositions);
        for (int a = 0; a < pairs; a++)
        {
            for (int b = a + 1; b < pairs; b++)
            {
                if (signature.Tags[positions[a]] == MessageTokens.Word || signature.Tags[positions[b]] == MessageTokens.Word)
                {
                    yield return (1UL << positions[a]) | (1UL << positions[b]);
                }
            }
        }
    }

    private bool TryPositions(ulong mask, Signature signature, long line)
    {
        if (KnownWithValues(mask, signature) is { } known && TryOpen(mask, [known, signature], line))
        {
            return true;
        }

        ulong key = TokenHash.Starred(signature.Row, signature.Hashes, mask);
        if (_candidates.Add(key, signature) is not { } members || !StarRules.Vary(mask, members) || !TryOpen(mask, members, line))
        {
            return false;
        }

        _candidates.Remove(key);
        return true;
    }

    /// <summary>The positions vary: the members are one pattern, and lines with any word there are recognised by one signature.</summary>
    private bool TryOpen(ulong mask, IReadOnlyList<Signature> members, long line)
    {
        Signature model = members[0];
        if (!store.CanOpen(model.Length, mask))
        {
            return false;
        }

        ulong[] hashes = [.. model.Hashes];
        byte[] tags = [.. model.Tags];
        for (ulong rest = mask; rest != 0; rest &= rest - 1)
        {
            int position = BitOperations.TrailingZeroCount(rest);
            hashes[position] = TokenHash.Value;
            tags[position] = MessageTokens.Value;
        }

        Signature open = FindOrAdd(hashes, tags, model.Text, model.Text.FirstPieces, line, out bool isNew);
        store.Open(open, mask);
        foreach (Signature member in members)
        {
            if (member != open && store.TryGetPattern(member.Id, out Pattern? pattern))
            {
                open.Text.Narrow(member.Text);
                store.Join(open.Pattern, pattern);
                if (member.IsLive && member.Masks.Count == 0)
                {
                    store.Retire(member);
                }
            }
        }

        // A line with values in these positions has them as one where they stand side by side.
        Signature collapsed = Collapse(open, line, out bool isCollapsedNew);
        store.Join(open.Pattern, collapsed.Pattern);
        if (isCollapsedNew || (isNew && collapsed == open))
        {
            Compare(collapsed, line);
        }

        return true;
    }

    private Signature Collapse(Signature open, long line, out bool isNew)
    {
        List<ulong> hashes = [];
        List<byte> tags = [];
        List<int> first = [];
        for (int i = 0; i < open.Length; i++)
        {
            if (open.Tags[i] != MessageTokens.Value || tags.Count == 0 || tags[^1] != MessageTokens.Value)
            {
                hashes.Add(open.Hashes[i]);
                tags.Add(open.Tags[i]);
                first.Add(open.Text.FirstPieces[i]);
            }
        }

        first.Add(open.Text.FirstPieces[^1]);
        return FindOrAdd([.. hashes], [.. tags], open.Text, [.. first], line, out isNew);
    }

    private Signature FindOrAdd(ulong[] hashes, byte[] tags, SignatureText text, ReadOnlySpan<int> first, long line, out bool isNew)
    {
        isNew = !store.TryGet(TokenHash.OfRow(hashes), out Signature? known);
        return known ?? store.Add(hashes, tags, new SignatureText(text, first, tags), line);
    }

    /// <summary>Of a signature that was retired: the one that recognises its lines.</summary>
    private Signature CoveringOf(Signature signature) => store.TryFind(signature.Hashes, out Signature? covering) ? covering : signature;

    private FormBucket BucketOf(Signature signature)
    {
        ulong form = TokenHash.Row(signature.Length);
        for (int i = 0; i < signature.Length; i++)
        {
            form += TokenHash.At(signature.IsOpen(i) ? TokenHash.Star : signature.Hashes[i], i);
        }

        ref FormBucket? bucket = ref CollectionsMarshal.GetValueRefOrAddDefault(_buckets, form, out _);
        return bucket ??= new FormBucket();
    }

    private void ForgetDead()
    {
        _candidates.RemoveDead();
        foreach ((ulong form, FormBucket bucket) in _buckets)
        {
            bucket.RemoveDead();
            if (bucket.IsEmpty)
            {
                _buckets.Remove(form); // allowed while enumerating
            }
        }
    }
}
