namespace Nightjar.Server.Ui.Queries;

/// <summary>How a pattern differs between two ranges of time.</summary>
/// <param name="Kind">How.</param>
/// <param name="Pattern">As it is in the later range; one that is gone, as it was.</param>
/// <param name="Before">Lines in the earlier range.</param>
/// <param name="Now">Lines in the later range.</param>
public sealed record PatternChange(PatternChangeKind Kind, PatternLines Pattern, long Before, long Now)
{
    // Less than twice as many is what a busy hour does.
    private const double LeastFactor = 2;

    // In units of the difference's standard deviation: one in 16,000 by chance, were lines independent.
    private const double LeastDifference = 4;

    // Adding 3/8 makes the variance of a root of a small count almost that of a large one (Anscombe, The transformation of Poisson data, 1948).
    private const double Anscombe = 0.375;

    /// <summary>What differs by more than chance: new, gone, more, fewer; in each the most frequent first.</summary>
    /// <param name="before">Of the earlier range.</param>
    /// <param name="beforeLength">How long that is.</param>
    /// <param name="now">Of the later one.</param>
    /// <param name="nowLength">How long that is.</param>
    public static IReadOnlyList<PatternChange> Between(
        IReadOnlyList<PatternLines> before, TimeSpan beforeLength, IReadOnlyList<PatternLines> now, TimeSpan nowLength)
    {
        double ratio = nowLength / beforeLength;
        Dictionary<string, PatternLines> earlier = before.ToDictionary(lines => lines.Id, StringComparer.Ordinal);
        Dictionary<string, PatternLines> later = now.ToDictionary(lines => lines.Id, StringComparer.Ordinal);
        return
        [
            .. later.Values.Concat(before.Where(lines => !later.ContainsKey(lines.Id)))
                .Select(lines => (Lines: lines, Before: earlier.GetValueOrDefault(lines.Id)?.Count ?? 0, Now: later.GetValueOrDefault(lines.Id)?.Count ?? 0))
                .Select(each => KindOf(each.Before, each.Now, ratio) is { } kind ? new PatternChange(kind, each.Lines, each.Before, each.Now) : null)
                .OfType<PatternChange>()
                .OrderBy(change => change.Kind).ThenByDescending(change => Math.Max(change.Before, change.Now)),
        ];
    }

    private static PatternChangeKind? KindOf(long before, long now, double ratio)
    {
        if (before == 0 || now == 0)
        {
            return before == 0 ? PatternChangeKind.New : PatternChangeKind.Gone;
        }

        // Difference of the roots over its standard deviation (Huffman, An improved approximate two-sample Poisson test, 1984).
        double difference = 2 * (Math.Sqrt(now + Anscombe) - Math.Sqrt(ratio * (before + Anscombe))) / Math.Sqrt(1 + ratio);
        double factor = now / (before * ratio);
        return difference >= LeastDifference && factor >= LeastFactor ? PatternChangeKind.More
            : -difference >= LeastDifference && factor <= 1 / LeastFactor ? PatternChangeKind.Fewer
            : null;
    }
}

/// <summary>How a pattern differs from before.</summary>
public enum PatternChangeKind
{
    /// <summary>It had no line before.</summary>
    New,

    /// <summary>It has no line any more.</summary>
    Gone,

    /// <summary>At least twice as often, and by more than chance.</summary>
    More,

    /// <summary>At most half as often, and by more than chance.</summary>
    Fewer,
}
