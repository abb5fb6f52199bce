namespace Nightjar.Evaluation.Anomalies.Kpi;

/// <summary>
/// The metric of the AIOps challenge 2018: a run of labelled points counts as found, with all its points, when a point among its first eight
/// is detected, else as missed with all of them; a detected point outside is a false positive. Over all points of all series. The runs of each
/// series are its own.
/// </summary>
public static class DelayedF1
{
    // Delay up to 7.
    private const int SoonEnough = 8;

    /// <summary>Counts at a threshold; a point is detected when its score is not below it.</summary>
    public static DelayedScore At(IEnumerable<SeriesScores> all, double threshold)
    {
        long found = 0;
        long falsePositives = 0;
        long positives = 0;
        foreach (SeriesScores one in all)
        {
            foreach ((double level, int points) in Runs(one))
            {
                positives += points;
                found += level >= threshold ? points : 0;
            }

            for (int i = 0; i < one.Points.Length; i++)
            {
                falsePositives += !one.Series.Labels[i] && one.Points[i] >= threshold ? 1 : 0;
            }
        }

        return new DelayedScore(F1(found, falsePositives, positives), found + falsePositives == 0 ? 1 : (double)found / (found + falsePositives), positives == 0 ? 0 : (double)found / positives);
    }

    /// <summary>The threshold with the highest F1, the highest of equals; +∞ when nothing is labelled. O(n log n).</summary>
    public static double BestThreshold(IReadOnlyList<SeriesScores> all)
    {
        // How many true (positive) or false (negative) points each level adds when the threshold falls to it.
        double[] levels = [.. all.SelectMany(Runs).Select(run => run.Level), .. all.SelectMany(Unlabelled)];
        int[] gains = new int[levels.Length];
        Array.Fill(gains, -1);
        int next = 0;
        foreach ((_, int points) in all.SelectMany(Runs))
        {
            gains[next++] = points;
        }

        Array.Sort(levels, gains);
        long positives = gains.Where(gain => gain > 0).Sum(gain => (long)gain);
        (long found, long falsePositives, double best, double threshold) = (0, 0, 0, double.PositiveInfinity);
        for (int i = levels.Length - 1; i >= 0; i--)
        {
            (found, falsePositives) = gains[i] > 0 ? (found + gains[i], falsePositives) : (found, falsePositives + 1);
            if ((i == 0 || levels[i - 1] < levels[i]) && F1(found, falsePositives, positives) > best)
            {
                (best, threshold) = (F1(found, falsePositives, positives), levels[i]);
            }
        }

        return threshold;
    }

    private static double F1(long found, long falsePositives, long positives) => found == 0 ? 0 : 2.0 * found / (found + falsePositives + positives);

    /// <summary>Each labelled run: up to which threshold it is found, and its points.</summary>
    private static IEnumerable<(double Level, int Points)> Runs(SeriesScores one)
    {
        foreach ((int first, int last) in LabelledRanges.Of(one.Series.Labels))
        {
            int soon = Math.Min(last, first + SoonEnough - 1);
            yield return (one.Points[first..(soon + 1)].Max(), last - first + 1);
        }
    }

    private static IEnumerable<double> Unlabelled(SeriesScores one) => one.Points.Where((_, i) => !one.Series.Labels[i]);
}
