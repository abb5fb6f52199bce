namespace Nightjar.Core.Telemetry.Patterns;

/// <summary>
/// Which sets of positions are known to vary, by number of tokens; with them a line with a new word in such a position is found by
/// look-up (tuple space search: Srinivasan, Suri, Varghese, Packet Classification using Tuple Space Search, 1999).
/// </summary>
internal sealed class OpenMasks
{
    /// <summary>Positions that can be left open: a bit each.</summary>
    public const int Positions = 64;

    // Each costs a look-up for every line that is not known word for word.
    private const int MostMasks = 64;

    private readonly List<ulong>[] _byLength = [.. Enumerable.Range(0, MessageTokens.MaxTokens + 1).Select(_ => new List<ulong>())];

    public List<ulong> Of(int length) => _byLength[length];

    /// <summary>False when there are too many others.</summary>
    public bool CanAdd(int length, ulong mask) => _byLength[length].Count < MostMasks || _byLength[length].Contains(mask);

    public void Add(int length, ulong mask)
    {
        if (!_byLength[length].Contains(mask))
        {
            _byLength[length].Add(mask);
        }
    }

    /// <summary>Keeps only the masks of these.</summary>
    public void Retain(IEnumerable<Signature> signatures)
    {
        HashSet<(int, ulong)> used = [.. signatures.SelectMany(signature => signature.Masks.Select(mask => (signature.Length, mask)))];
        for (int length = 0; length < _byLength.Length; length++)
        {
            _byLength[length].RemoveAll(mask => !used.Contains((length, mask)));
        }
    }
}
