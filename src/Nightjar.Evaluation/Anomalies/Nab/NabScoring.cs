namespace Nightjar.Evaluation.Anomalies.Nab;

/// <summary>NAB's scorer over the event scores of one method. Sorting once is the cost: O(n log n) over all rows, then O(n) a threshold search.</summary>
public sealed class NabScoring
{
    private readonly IReadOnlyList<NabFile> _files;
    private readonly IReadOnlyList<double[]> _scores;
    private readonly Row[] _rows;
    private readonly int[] _firstWindow;

    /// <summary>Takes files and, beside them, their scores, one a row.</summary>
    public NabScoring(IReadOnlyList<NabFile> files, IReadOnlyList<double[]> scores)
    {
        _files = files;
        _scores = scores;
        _firstWindow = new int[files.Count];
        for (int f = 1; f < files.Count; f++)
        {
            _firstWindow[f] = _firstWindow[f - 1] + files[f - 1].Windows;
        }

        _rows = [.. Enumerable.Range(0, files.Count)
            .SelectMany(f => Enumerable.Range(files[f].FirstJudged, files[f].Series.Count - files[f].FirstJudged).Select(i => new Row(scores[f][i], f, i)))
            .OrderByDescending(row => row.Score)];
    }

    /// <summary>Windows of all files, also those that lie in the time of learning and can only be missed.</summary>
    public int Windows => _files.Sum(file => file.Windows);

    /// <summary>
    /// The threshold with the highest raw score over the files chosen: one of the scores, or +∞ when it is best to detect nothing. The
    /// highest of equally good ones. A row is a detection when its score is not below it.
    /// </summary>
    public double BestThreshold(NabProfile profile, Func<int, bool> isChosen)
    {
        double[] best = new double[Windows];
        Array.Fill(best, -profile.FalseNegative);
        double raw = 0; // less what all windows missed would cost: that is the same at each threshold
        double highest = 0;
        double threshold = double.PositiveInfinity;
        double current = double.PositiveInfinity;
        foreach (Row row in _rows)
        {
            if (!isChosen(row.File))
            {
                continue;
            }

            if (row.Score < current)
            {
                (highest, threshold) = raw > highest ? (raw, current) : (highest, threshold);
                current = row.Score;
            }

            NabFile file = _files[row.File];
            int window = file.WindowOf[row.Index];
            if (window == NabFile.NoWindow)
            {
                raw += file.Worth[row.Index] * profile.FalsePositive;
            }
            else
            {
                double worth = file.Worth[row.Index] * profile.TruePositive;
                ref double hit = ref best[_firstWindow[row.File] + window];
                raw += Math.Max(0, worth - hit);
                hit = Math.Max(hit, worth);
            }
        }

        return raw > highest ? current : threshold;
    }

    /// <summary>Raw score of one file at a threshold.</summary>
    public NabFileScore At(NabProfile profile, double threshold, int f)
    {
        NabFile file = _files[f];
        Dictionary<int, double> best = [];
        double falseRows = 0;
        int truePositives = 0;
        int falsePositives = 0;
        for (int i = file.FirstJudged; i < file.Series.Count; i++)
        {
            int window = file.WindowOf[i];
            bool detected = _scores[f][i] >= threshold;
            if (window != NabFile.NoWindow)
            {
                double worth = detected ? file.Worth[i] * profile.TruePositive : -profile.FalseNegative;
                best[window] = Math.Max(best.GetValueOrDefault(window, -profile.FalseNegative), worth);
                truePositives += detected ? 1 : 0;
            }
            else if (detected)
            {
                falseRows += file.Worth[i] * profile.FalsePositive;
                falsePositives++;
            }
        }

        int hit = best.Values.Count(worth => worth > -profile.FalseNegative);
        return new NabFileScore(file.Series.Name, best.Values.Sum() + falseRows, truePositives, falsePositives, hit, file.Windows);
    }

    /// <summary>The final score, 100 for perfect and 0 for silence; each file at a threshold of its own. NaN without windows.</summary>
    public double Final(NabProfile profile, Func<int, double> thresholdOf)
    {
        double raw = Enumerable.Range(0, _files.Count).Sum(f => At(profile, thresholdOf(f), f).Raw);
        return 100 * (raw + (profile.FalseNegative * Windows)) / ((profile.TruePositive + profile.FalseNegative) * Windows);
    }

    private readonly record struct Row(double Score, int File, int Index);
}
