namespace Nightjar.Server.Ingestion;

/// <summary>What of one request was refused: counts by reason, and for each reason one sentence about the first case.</summary>
public sealed class Refusals
{
    private static readonly int ReasonCount = Enum.GetValues<RefusalReason>().Length;
    private readonly long[] _counts = new long[ReasonCount];
    private readonly string?[] _sentences = new string?[ReasonCount];

    /// <summary>Refused in all.</summary>
    public long Total { get; private set; }

    /// <summary>How many for one reason.</summary>
    public long this[RefusalReason reason] => _counts[(int)reason];

    /// <summary>Counts; <paramref name="sentence"/> is asked for only the first time, so the hot path builds no strings.</summary>
    public void Add(RefusalReason reason, long count, Func<string> sentence)
    {
        _counts[(int)reason] += count;
        Total += count;
        _sentences[(int)reason] ??= sentence();
    }

    /// <summary>True when every refusal so far has this reason.</summary>
    public bool Only(RefusalReason reason) => Total > 0 && _counts[(int)reason] == Total;

    /// <summary>Reasons with their counts, most frequent first.</summary>
    public IEnumerable<(RefusalReason Reason, long Count, string Sentence)> ByReason() =>
        Enumerable.Range(0, ReasonCount)
            .Where(i => _counts[i] > 0)
            .OrderByDescending(i => _counts[i])
            .Select(i => ((RefusalReason)i, _counts[i], _sentences[i] ?? ""));

    /// <summary>For the sender: one sentence a reason.</summary>
    public override string ToString() =>
        string.Join("; ", ByReason().Select(refused => $"{refused.Count} {refused.Reason.ToLabel()}: {refused.Sentence}"));
}
