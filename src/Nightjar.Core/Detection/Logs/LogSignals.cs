using Nightjar.Core.Telemetry.Logs;
using Nightjar.Core.Telemetry.Patterns;

namespace Nightjar.Core.Detection.Logs;

/// <summary>
/// What is unusual in a log that lies there as a whole, each pattern compared with its own past. Surprises that are judged by a probability (new, burst, silent) are
/// held together by the rule of Benjamini and Hochberg (Controlling the False Discovery Rate, 1995) over all patterns, so that a log of a thousand patterns has no
/// more false ones than one of ten. O(patterns × buckets).
/// </summary>
public static class LogSignals
{
    // Of a thousand logs without anything unusual one has something told.
    private const double FalseDiscoveries = 0.001;

    // Shorter logs have no past to compare with.
    private const int LeastBuckets = 60;
    private static readonly long LeastSpanNs = TimeSpan.FromMinutes(5).Ticks * 100;

    // As often as that something is no accident any more.
    private const int MostRare = 3;
    private const double MostRareShare = 0.002;

    // A log full of rare errors is a log of errors; which ten are told first is what matters.
    private const int MostRareTold = 10;

    /// <summary>All that is unusual, what matters most first.</summary>
    public static IReadOnlyList<LogSignal> Find(IEnumerable<LogPattern> patterns, LogHistories histories)
    {
        IReadOnlyDictionary<int, LogHistory> byPattern = histories.ByPattern();
        LogTimeline timeline = histories.Timeline;
        bool hasPast = timeline.Length >= LeastBuckets && timeline.Length * timeline.WidthNs >= LeastSpanNs;
        int[] all = histories.All.CountsOn(timeline).ToArray();
        SignalWords words = new(timeline);
        List<LogSignal> rare = [];
        List<LogSignal> found = [];
        List<LogSurprise> surprises = [];
        int judged = 0;
        foreach (LogPattern pattern in patterns)
        {
            if (pattern.Id == PatternMiner.Unclassified || !byPattern.TryGetValue(pattern.Id, out LogHistory? history))
            {
                continue;
            }

            byte severity = SeverityWords.Of(pattern.Template, history.Severity);
            bool isRare = history.Count <= MostRare && history.Count <= MostRareShare * histories.All.Count;
            if (isRare && severity >= LogSeverity.Error)
            {
                rare.Add(words.Rare(pattern.Id, history, histories.All.Count, severity));
            }

            found.AddRange(history.Numbers.Outliers.Select(outlier => words.Value(pattern.Id, outlier.Number, outlier.Slot, severity)));
            if (hasPast && history.TimedCount > 0)
            {
                judged++;
                surprises.AddRange(LogSurprises.Of(pattern.Id, severity, history, timeline, all));
            }
        }

        found.AddRange(rare.OrderByDescending(signal => signal.Score).ThenByDescending(signal => signal.UntilNs).Take(MostRareTold));
        found.AddRange(Significant(surprises, judged).Select(words.Of));
        return [.. found.OrderByDescending(signal => signal.Score).ThenBy(signal => signal.PatternId)];
    }

    /// <summary>Each pattern has three tests; those without a result count as passed.</summary>
    private static List<LogSurprise> Significant(List<LogSurprise> surprises, int judged)
    {
        List<LogSurprise> ordered = [.. surprises.OrderBy(one => one.LogProbability)];
        int last = -1;
        for (int i = 0; i < ordered.Count; i++)
        {
            if (ordered[i].LogProbability <= Math.Log(FalseDiscoveries * (i + 1) / (3.0 * judged)))
            {
                last = i;
            }
        }

        return ordered[..(last + 1)];
    }
}
