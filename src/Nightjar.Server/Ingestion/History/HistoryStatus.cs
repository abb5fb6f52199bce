namespace Nightjar.Server.Ingestion.History;

/// <summary>How far history is, for the command, the log and the status. Thread-safe: replaced whole.</summary>
public sealed class HistoryStatus
{
    private volatile HistoryProgress _now = HistoryProgress.None;

    /// <summary>As of now.</summary>
    public HistoryProgress Now => _now;

    internal void Publish(HistoryProgress now) => _now = now;
}

/// <summary>How far the source under way is.</summary>
/// <param name="Source">Its name; empty before the first.</param>
/// <param name="Series">Series it has in the range.</param>
/// <param name="Samples">Samples in the store so far.</param>
/// <param name="Share">Done of its days, 0 to 1.</param>
/// <param name="Waited">How long it was waited for the source.</param>
/// <param name="Elapsed">Since it began; waiting and own work go beside each other.</param>
/// <param name="Problem">Why the source cannot be read at the moment, or could not; null when all is well.</param>
/// <param name="IsDone">True when all sources are learnt, or there are none.</param>
public sealed record HistoryProgress(
    string Source, int Series, long Samples, double Share, TimeSpan Waited, TimeSpan Elapsed, string? Problem, bool IsDone)
{
    /// <summary>Nothing has begun.</summary>
    public static HistoryProgress None { get; } = new("", 0, 0, 0, TimeSpan.Zero, TimeSpan.Zero, null, false);
}
