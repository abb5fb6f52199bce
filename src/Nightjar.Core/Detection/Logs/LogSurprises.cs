using Nightjar.Core.Telemetry.Logs;

namespace Nightjar.Core.Detection.Logs;

/// <summary>Tests whether a pattern is new, bursts or has fallen silent, by its counts on the timeline.</summary>
internal static class LogSurprises
{
    // Windows of 1, 4, 16 and 64 buckets: a burst of seconds, and one that takes a sixteenth of the log.
    private static readonly int[] Scales = [1, 4, 16, 64];
    private const int LeastWindows = 20;

    private const double LongPast = 0.75;
    private const int LeastNew = 5;
    private const int LeastBurst = 10;
    private const double LeastRatio = 3;
    private const double AboveAllOthers = 1.5;
    private const int UsualRecords = 10;
    private const int UsualWindows = 5;
    private const int LeastRegular = 20;
    private const int LongerThanAnyPause = 3;

    /// <summary>What is surprising about it; at most one of each kind.</summary>
    public static IEnumerable<LogSurprise> Of(int pattern, byte severity, LogHistory history, LogTimeline timeline, int[] all)
    {
        int[] counts = new int[all.Length];
        history.CountsOn(timeline).CopyTo(counts);
        if (New(pattern, severity, history, counts, all) is { } isNew)
        {
            // All of it lies at the end: that it is more than before is no other news.
            return [isNew];
        }

        return new[] { Burst(pattern, severity, history, counts), Silence(pattern, severity, history, counts, all) }.OfType<LogSurprise>();
    }

    /// <summary>Had it always been as frequent, all k records would lie behind the first f of the log with probability (1-f)^k; f by time or by records, whichever is less.</summary>
    private static LogSurprise? New(int pattern, byte severity, LogHistory history, int[] counts, int[] all)
    {
        int first = Array.FindIndex(counts, count => count > 0);
        long before = all[..first].Sum(count => (long)count);
        double past = Math.Min(first / (double)all.Length, before / (double)(before + all[first..].Sum(count => (long)count)));
        if (past < LongPast || history.TimedCount < LeastNew)
        {
            return null;
        }

        return new LogSurprise(
            pattern, LogSignalKind.New, severity, history.TimedCount * Math.Log(1 - past), first, counts.Length - 1, history.TimedCount, 0, history);
    }

    private static LogSurprise? Burst(int pattern, byte severity, LogHistory history, int[] counts)
    {
        LogSurprise? best = null;
        foreach (int scale in Scales)
        {
            int[] windows = Windows(counts, scale);
            if (windows.Length >= LeastWindows && BurstIn(windows, severity) is { } burst && burst.Log + Math.Log(Scales.Length) < (best?.LogProbability ?? 0))
            {
                best = Trimmed(pattern, severity, history, counts, scale, burst);
            }
        }

        return best;
    }

    /// <summary>The burst without the buckets at both ends in which nothing happened yet, or any more: a wide window begins before its burst does.</summary>
    private static LogSurprise Trimmed(
        int pattern, byte severity, LogHistory history, int[] counts, int scale, (double Log, int From, int To, double Mean) burst)
    {
        int from = Offset(counts, scale) + (burst.From * scale);
        int to = Offset(counts, scale) + (burst.To * scale) + scale - 1;
        double mean = burst.Mean / scale;
        double usual = Math.Max(1, LeastRatio * mean);
        if (counts[from..(to + 1)].Max() > usual)
        {
            while (counts[from] <= usual)
            {
                from++;
            }

            while (counts[to] <= usual)
            {
                to--;
            }
        }

        return new LogSurprise(
            pattern, LogSignalKind.Burst, severity, burst.Log + Math.Log(Scales.Length), from, to,
            counts[from..(to + 1)].Sum(count => (long)count), mean * (to - from + 1), history);
    }

    /// <summary>The fullest window and its neighbours that are far above the rest, judged by mean and variance of the rest.</summary>
    private static (double Log, int From, int To, double Mean)? BurstIn(int[] windows, byte severity)
    {
        int peak = Array.IndexOf(windows, windows.Max());
        (double mean, double variance) = MomentsWithout(windows, peak, peak);
        int from = peak;
        int to = peak;
        double high = Math.Max(LeastRatio * mean, 1);
        while (from > 0 && windows[from - 1] > high)
        {
            from--;
        }

        while (to + 1 < windows.Length && windows[to + 1] > high)
        {
            to++;
        }

        int rest = windows.Length - (to - from + 1);
        if (windows[peak] < LeastBurst || rest < LeastWindows / 2)
        {
            return null;
        }

        (mean, variance) = MomentsWithout(windows, from, to);
        int[] others = [.. windows[..from], .. windows[(to + 1)..]];
        bool hasUsualRate = others.Sum(count => (long)count) >= UsualRecords && others.Count(count => count > 0) >= UsualWindows;
        if (windows[peak] < LeastRatio * mean || windows[peak] < AboveAllOthers * others.Max() || (!hasUsualRate && severity < LogSeverity.Warn))
        {
            return null;
        }

        // Half a record more than was seen: what never came may yet come.
        mean = Math.Max(mean, 0.5 / rest);
        double log = CountTail.LogAtLeast(windows[peak], mean, variance) + Math.Log(windows.Length);
        return (log, from, to, mean);
    }

    /// <summary>
    /// It came in nearly all windows in which anything came, and then in none of many: with a share of o of the windows a pause of n has probability (1-o)^n at each
    /// of its beginnings. Only what is longer than three times any other pause counts, so that what comes in clusters is not judged as if it came evenly.
    /// </summary>
    private static LogSurprise? Silence(int pattern, byte severity, LogHistory history, int[] counts, int[] all)
    {
        LogSurprise? best = null;
        if (history.TimedCount < LeastRegular)
        {
            return null;
        }

        foreach (int scale in Scales)
        {
            int[] total = Windows(all, scale);
            int[] windows = Windows(counts, scale);
            int[] active = [.. Enumerable.Range(0, windows.Length).Where(i => total[i] > 0)];
            int first = Array.FindIndex(active, i => windows[i] > 0);
            if (first < 0)
            {
                continue;
            }

            (int start, int length, int second) = LongestPause(active, windows, first);
            int occupied = active.Count(i => windows[i] > 0);
            if (occupied < LeastRegular || length < LongerThanAnyPause * (second + 1))
            {
                continue;
            }

            double share = (occupied + 0.5) / (active.Length - first - length + 1);
            double log = (length * Math.Log(1 - share)) + Math.Log(active.Length * Scales.Length);
            if (log < (best?.LogProbability ?? 0))
            {
                best = new LogSurprise(
                    pattern, LogSignalKind.Silent, severity, log, Offset(counts, scale) + (active[start] * scale),
                    Offset(counts, scale) + (active[start + length - 1] * scale) + scale - 1, history.TimedCount, second * scale, history);
            }
        }

        return best;
    }

    /// <summary>Where the longest row of empty windows begins, how long it is, and how long the second longest is.</summary>
    private static (int Start, int Length, int Second) LongestPause(int[] active, int[] windows, int first)
    {
        (int start, int length, int second, int run) = (first, 0, 0, 0);
        for (int i = first; i <= active.Length; i++)
        {
            if (i < active.Length && windows[active[i]] == 0)
            {
                run++;
                continue;
            }

            if (run > length)
            {
                (start, second, length) = (i - run, length, run);
            }
            else
            {
                second = Math.Max(second, run);
            }

            run = 0;
        }

        return (start, length, second);
    }

    /// <summary>Sums of so many buckets each, counted from the end; what is left at the beginning belongs to none.</summary>
    private static int[] Windows(int[] counts, int scale)
    {
        int[] windows = new int[counts.Length / scale];
        int offset = Offset(counts, scale);
        for (int i = 0; i < windows.Length * scale; i++)
        {
            windows[i / scale] += counts[offset + i];
        }

        return windows;
    }

    private static int Offset(int[] counts, int scale) => counts.Length % scale;

    private static (double Mean, double Variance) MomentsWithout(int[] windows, int from, int to)
    {
        double sum = 0;
        double squares = 0;
        int count = 0;
        for (int i = 0; i < windows.Length; i++)
        {
            if (i < from || i > to)
            {
                sum += windows[i];
                squares += (double)windows[i] * windows[i];
                count++;
            }
        }

        double mean = count > 0 ? sum / count : 0;
        return (mean, count > 0 ? Math.Max(0, (squares / count) - (mean * mean)) : 0);
    }
}
