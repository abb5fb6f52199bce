using Nightjar.Core.Telemetry.Logs;
using Nightjar.Core.Telemetry.Patterns;

namespace Nightjar.Core.Detection.Logs;

/// <summary>The histories of all patterns of a miner, on one timeline. Bounded by the patterns the miner holds. Not thread-safe.</summary>
/// <param name="miner">The miner that gave the signatures.</param>
public sealed class LogHistories(PatternMiner miner)
{
    // Signatures are never used again once the miner has forgotten them; then the map is made anew.
    private const int MaxSignatures = 16_384;

    private readonly Dictionary<int, LogHistory> _bySignature = [];
    private Dictionary<int, LogHistory> _byPattern = [];

    /// <summary>The time covered by all records.</summary>
    public LogTimeline Timeline { get; } = new();

    /// <summary>All records together.</summary>
    public LogHistory All { get; } = new();

    /// <summary>Counts a record. // hot</summary>
    /// <param name="signature">What the miner has answered for its message.</param>
    /// <param name="line">The record.</param>
    public void Add(int signature, in LogLine line)
    {
        if (!_bySignature.TryGetValue(signature, out LogHistory? history))
        {
            history = Find(signature);
        }

        int? bucket = line.TimeNs is { } timeNs && Timeline.TryAdd(timeNs, out int index) ? index : null;
        history.Add(line, Timeline, bucket);
        All.Add(line, Timeline, bucket);
    }

    /// <summary>The history of each pattern, by the id it has now; that of patterns the miner has forgotten under <see cref="PatternMiner.Unclassified"/>.</summary>
    public IReadOnlyDictionary<int, LogHistory> ByPattern()
    {
        Fold();
        return _byPattern;
    }

    private LogHistory Find(int signature)
    {
        if (_bySignature.Count >= MaxSignatures)
        {
            Fold();
        }

        int pattern = miner.PatternIdOf(signature);
        if (!_byPattern.TryGetValue(pattern, out LogHistory? history))
        {
            history = new LogHistory();
            _byPattern.Add(pattern, history);
        }

        _bySignature.Add(signature, history);
        return history;
    }

    /// <summary>Patterns join and are forgotten: each history goes to where its pattern is now.</summary>
    private void Fold()
    {
        Dictionary<int, LogHistory> folded = [];
        foreach ((int pattern, LogHistory history) in _byPattern)
        {
            int now = miner.PatternIdOf(pattern);
            if (folded.TryGetValue(now, out LogHistory? other))
            {
                other.Join(history, Timeline);
            }
            else
            {
                folded.Add(now, history);
            }
        }

        // What came before the timeline began anew is no past of it.
        foreach (LogHistory history in folded.Values)
        {
            _ = history.CountsOn(Timeline);
        }

        _byPattern = folded;
        _bySignature.Clear();
    }
}
