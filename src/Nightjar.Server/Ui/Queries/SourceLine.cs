using Nightjar.Server.Ingestion;

namespace Nightjar.Server.Ui.Queries;

/// <summary>A source as the Sources page shows it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Rate">Samples a second, the mean of about a minute.</param>
/// <param name="Accepted">Samples made durable since the start.</param>
/// <param name="LastSeenNs">When it last sent anything.</param>
/// <param name="Refused">What was refused, most frequent first.</param>
public sealed record SourceLine(string Name, double Rate, long Accepted, long LastSeenNs, IReadOnlyList<RefusedLine> Refused)
{
    /// <summary>All sources of the ledger, as of a time.</summary>
    public static IReadOnlyList<SourceLine> Of(SourceLedger ledger, long nowNs) =>
        [.. ledger.Sources.Select(tally => new SourceLine(tally.Source, tally.Rate(nowNs), tally.Accepted, tally.LastSeenNs, RefusedLine.Of(tally)))];
}
