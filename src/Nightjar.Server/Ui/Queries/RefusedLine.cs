using Nightjar.Server.Ingestion;

namespace Nightjar.Server.Ui.Queries;

/// <summary>What of a source was refused for one reason.</summary>
/// <param name="Reason">In words.</param>
/// <param name="Count">How much since the start.</param>
/// <param name="Sentence">About the newest case, and what to do.</param>
public sealed record RefusedLine(string Reason, long Count, string Sentence)
{
    /// <summary>Of one source, most frequent first.</summary>
    public static IReadOnlyList<RefusedLine> Of(SourceTally tally) =>
    [
        .. tally.Refused
            .OrderByDescending(refused => refused.Value.Count)
            .Select(refused => new RefusedLine(refused.Key.ToLabel().Replace('_', ' '), refused.Value.Count, refused.Value.Sentence)),
    ];
}
