using System.Runtime.InteropServices;

namespace Nightjar.Core.Telemetry.Patterns;

/// <summary>
/// Which signatures are the same but for certain positions. Bounded: when half of the room is used, what was not touched since the
/// last time is forgotten.
/// </summary>
/// <param name="limit">Most candidates held.</param>
internal sealed class StarCandidates(int limit)
{
    // The largest threshold is 10 words; a pair of positions needs its number of words at both, which takes more signatures.
    private const int MostMembers = 64;

    private Dictionary<ulong, Candidate> _young = [];
    private Dictionary<ulong, Candidate> _old = [];

    /// <summary>Adds a signature to those with the same key; the others with it, or null when it is the first.</summary>
    public IReadOnlyList<Signature>? Add(ulong key, Signature signature)
    {
        if (_young.Count >= limit / 2 && !_young.ContainsKey(key))
        {
            (_old, _young) = (_young, _old);
            _young.Clear();
        }

        ref Candidate candidate = ref CollectionsMarshal.GetValueRefOrAddDefault(_young, key, out bool known);
        if (!known && _old.Remove(key, out Candidate moved))
        {
            candidate = moved;
        }

        if (candidate.First is null)
        {
            candidate.First = signature;
            return null;
        }

        candidate.All ??= [candidate.First];
        if (candidate.All.Count < MostMembers)
        {
            candidate.All.Add(signature);
        }

        return candidate.All;
    }

    public void Remove(ulong key)
    {
        _young.Remove(key);
        _old.Remove(key);
    }

    /// <summary>Forgets the candidates none of whose signatures is live: they would keep its text.</summary>
    public void RemoveDead()
    {
        RemoveDead(_young);
        RemoveDead(_old);
    }

    private static void RemoveDead(Dictionary<ulong, Candidate> candidates)
    {
        foreach ((ulong key, Candidate candidate) in candidates)
        {
            if (candidate.All?.TrueForAll(signature => !signature.IsLive) ?? candidate.First is { IsLive: false })
            {
                candidates.Remove(key); // allowed while enumerating
            }
        }
    }

    // Most have one signature for ever: a list for each of them would be most of the memory.
    private struct Candidate
    {
        public Signature? First;
        public List<Signature>? All;
    }
}
