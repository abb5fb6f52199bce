using System.Numerics;
using System.Runtime.InteropServices;

namespace Nightjar.Core.Telemetry.Patterns;

/// <summary>
/// Signatures with the same number of tokens and the same delimiters. One that keeps growing has several positions that vary at
/// once, which no single position or pair shows: then what is frequent is constant and the rest varies (the idea of SLCT,
/// R. Vaarandi, A Data Clustering Algorithm for Mining Patterns from Event Logs, 2003).
/// </summary>
internal sealed class FormBucket
{
    private const int FirstSweep = 64;

    // A word is constant in a twentieth of the signatures, and never when fewer than 8 have it.
    private const int LeastFrequency = 8;
    private const int FrequencyShare = 20;
    private const int LeastGroup = 16;
    private const int LeastWords = 8;

    private readonly List<Signature> _signatures = [];
    private int _nextSweep = FirstSweep;

    public bool IsEmpty => _signatures.Count == 0;

    /// <summary>True when it is time for a <see cref="Sweep"/>.</summary>
    public bool Add(Signature signature)
    {
        _signatures.Add(signature);
        return _signatures.Count >= _nextSweep;
    }

    public void RemoveDead() => _signatures.RemoveAll(signature => !signature.IsLive);

    /// <summary>Groups that are the same but for the positions of a mask.</summary>
    public List<(ulong Mask, List<Signature> Members)> Sweep()
    {
        RemoveDead();
        List<(ulong, List<Signature>)> groups = [];
        if (_signatures.Count >= FirstSweep)
        {
            Dictionary<ulong, int>[] frequencies = Frequencies();
            int least = Math.Max(LeastFrequency, _signatures.Count / FrequencyShare);
            foreach (IGrouping<ulong, Signature> sameMask in _signatures.GroupBy(signature => RareWords(signature, frequencies, least)))
            {
                ulong mask = sameMask.Key;
                groups.AddRange(sameMask
                    .Where(signature => mask != 0 && signature.ConstantWords(mask) > 0)
                    .GroupBy(signature => TokenHash.Starred(signature.Row, signature.Hashes, mask))
                    .Select(group => (mask, group.ToList()))
                    .Where(group => group.Item2.Count >= LeastGroup && HasManyWords(group.Item2, mask)));
            }
        }

        _nextSweep = Math.Max(FirstSweep, (_signatures.Count * 3 / 2) + LeastGroup);
        return groups;
    }

    private Dictionary<ulong, int>[] Frequencies()
    {
        Dictionary<ulong, int>[] frequencies = new Dictionary<ulong, int>[_signatures[0].Length];
        for (int position = 0; position < frequencies.Length; position++)
        {
            frequencies[position] = [];
            foreach (Signature signature in _signatures)
            {
                CollectionsMarshal.GetValueRefOrAddDefault(frequencies[position], signature.Hashes[position], out _)++;
            }
        }

        return frequencies;
    }

    private static ulong RareWords(Signature signature, Dictionary<ulong, int>[] frequencies, int least)
    {
        ulong mask = 0;
        for (int position = 0; position < Math.Min(signature.Length, OpenMasks.Positions); position++)
        {
            if (signature.Tags[position] == MessageTokens.Word && frequencies[position][signature.Hashes[position]] < least)
            {
                mask |= 1UL << position;
            }
        }

        return mask;
    }

    private static bool HasManyWords(List<Signature> members, ulong mask)
    {
        for (ulong rest = mask; rest != 0; rest &= rest - 1)
        {
            int position = BitOperations.TrailingZeroCount(rest);
            if (members.Select(member => member.Hashes[position]).Distinct().Take(LeastWords).Count() < LeastWords)
            {
                return false;
            }
        }

        return true;
    }
}
