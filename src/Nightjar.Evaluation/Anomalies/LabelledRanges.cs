namespace Nightjar.Evaluation.Anomalies;

/// <summary>Runs of consecutive labelled rows.</summary>
internal static class LabelledRanges
{
    /// <summary>First and last row of each run, ascending.</summary>
    public static List<(int First, int Last)> Of(ReadOnlySpan<bool> labels)
    {
        List<(int First, int Last)> ranges = [];
        for (int i = 0; i < labels.Length; i++)
        {
            if (labels[i] && (i == 0 || !labels[i - 1]))
            {
                ranges.Add((i, i));
            }
            else if (labels[i])
            {
                ranges[^1] = (ranges[^1].First, i);
            }
        }

        return ranges;
    }
}
