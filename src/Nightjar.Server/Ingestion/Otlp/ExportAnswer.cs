namespace Nightjar.Server.Ingestion.Otlp;

/// <summary>What became of one export.</summary>
/// <param name="Outcome">Of the request as a whole: the worst of its sources.</param>
/// <param name="Rejected">Points or records refused of a request that was taken.</param>
/// <param name="Message">A sentence for each reason; empty when nothing was refused.</param>
internal sealed record ExportAnswer(WriteOutcome Outcome, long Rejected, string Message)
{
    /// <summary>When to come again after an answer of "not now". The door empties a full queue in about a second.</summary>
    public static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(5);
}
