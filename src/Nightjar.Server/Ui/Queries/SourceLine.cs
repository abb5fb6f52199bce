using Nightjar.Server.Ingestion;

namespace Nightjar.Server.Ui.Queries;

/// <summary>A source as the Sources page shows it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Rate">Samples a second, the mean of about a minute.</param>
/// <param name="Accepted">Samples made durable since the start.</param>
/// <param name="LastSeenNs">When it last sent anything.</param>
/// <param name="Error">Why it does not answer just now; null for one that answers or that sends by itself.</param>
/// <param name="ErrorSinceNs">Since when.</param>
/// <param name="Refused">What was refused, most frequent first.</param>
public sealed record SourceLine(string Name, double Rate, long Accepted, long LastSeenNs, string? Error, long ErrorSinceNs, IReadOnlyList<RefusedLine> Refused)
{
    /// <summary>All sources of the ledger, as of a time.</summary>
    public static IReadOnlyList<SourceLine> Of(SourceLedger ledger, long nowNs) =>
        [.. ledger.Sources.Select(tally => Of(tally, tally.Error, nowNs))];

    private static SourceLine Of(SourceTally tally, (string Sentence, long SinceNs)? error, long nowNs) => new(
        tally.Source, tally.Rate(nowNs), tally.Accepted, tally.LastSeenNs, error?.Sentence, error?.SinceNs ?? 0, RefusedLine.Of(tally));
}
