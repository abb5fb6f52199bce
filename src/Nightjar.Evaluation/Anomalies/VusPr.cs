namespace Nightjar.Evaluation.Anomalies;

/// <summary>
/// Volume under the surface of precision and recall: a figure of point-wise scores without a threshold, mild to a hit shortly before
/// or after a labelled range. "Volume Under the Surface: A New Accuracy Evaluation Measure for Time-Series Anomaly Detection"
/// (Paparrizos, Boniol, Palpanas, Tsay, Elmore, Franklin, 2022), in the form that the TSB-AD benchmark publishes.
/// </summary>
/// <remarks>
/// Each labelled range gets a buffer of half the width w on both sides, whose points count sqrt(1 - distance / w). At each of 250 thresholds,
/// taken at even ranks of the scores: hits = labelled and buffer points at or above it, by their weight; precision = hits / points at or
/// above it; recall = hits / (all labelled points + half of the buffer weight that was hit), at most 1, times the share of ranges (those whose
/// buffers touch are one) that were hit at all. The area is the sum of precision times growth of recall; the volume is its mean over w = 0 to 100.
/// </remarks>
public static class VusPr
{
    // As TSB-AD has it where the length of a season is not told.
    private const int LargestBuffer = 100;

    private const int Thresholds = 250;

    /// <summary>The figure of one series, 0 to 1; null when nothing is labelled. O(n log n), and O(points of ranges and buffers) a buffer width.</summary>
    public static double? Of(ReadOnlySpan<bool> labels, ReadOnlySpan<double> scores)
    {
        List<(int First, int Last)> ranges = LabelledRanges.Of(labels);
        if (ranges.Count == 0)
        {
            return null;
        }

        Surface surface = new(labels, scores, ranges);
        double sum = 0;
        for (int width = 0; width <= LargestBuffer; width++)
        {
            sum += surface.Area(width);
        }

        return sum / (LargestBuffer + 1);
    }

    /// <summary>The mean over the series that have labels.</summary>
    public static double? Mean(IEnumerable<SeriesScores> all)
    {
        double[] figures = [.. all.AsParallel().AsOrdered().Select(one => Of(one.Series.Labels, one.Points)).OfType<double>()];
        return figures.Length == 0 ? null : figures.Average();
    }

    private sealed class Surface
    {
        private readonly List<(int First, int Last)> _ranges;
        private readonly bool[] _labels;

        // The first of the thresholds, highest first, that each point reaches.
        private readonly byte[] _reaches;

        private readonly double[] _weights;
        private readonly int[] _predicted = new int[Thresholds];
        private readonly int[] _labelled = new int[Thresholds];
        private readonly int _positives;

        public Surface(ReadOnlySpan<bool> labels, ReadOnlySpan<double> scores, List<(int First, int Last)> ranges)
        {
            _ranges = ranges;
            _labels = labels.ToArray();
            _weights = new double[scores.Length];
            _reaches = new byte[scores.Length];
            double[] thresholds = ThresholdsOf(scores);
            for (int i = 0; i < scores.Length; i++)
            {
                int reached = FirstAtMost(thresholds, scores[i]);
                _reaches[i] = (byte)reached;
                _predicted[reached]++;
                _labelled[reached] += labels[i] ? 1 : 0;
                _positives += labels[i] ? 1 : 0;
            }

            for (int j = 1; j < Thresholds; j++)
            {
                _predicted[j] += _predicted[j - 1];
                _labelled[j] += _labelled[j - 1];
            }
        }

        public double Area(int width)
        {
            double[] buffer = BufferHits(width);
            (int[] found, int groups) = FoundGroups(width / 2);
            double area = 0;
            double before = 0;
            double bufferHits = 0;
            int foundGroups = 0;
            for (int j = 0; j < Thresholds; j++)
            {
                bufferHits += buffer[j];
                foundGroups += found[j];
                double hits = _labelled[j] + bufferHits;
                double recall = Math.Min(1, hits / (_positives + (bufferHits / 2))) * foundGroups / groups;
                area += (recall - before) * hits / _predicted[j];
                before = recall;
            }

            return area;
        }

        private double[] BufferHits(int width)
        {
            double[] hits = new double[Thresholds];
            foreach ((int first, int last) in _ranges)
            {
                for (int distance = 1; distance <= width / 2; distance++)
                {
                    AddWeight(first - distance, Math.Sqrt(1 - ((double)distance / width)), hits);
                    AddWeight(last + distance, Math.Sqrt(1 - ((double)distance / width)), hits);
                }
            }

            foreach ((int first, int last) in _ranges)
            {
                Array.Clear(_weights, Math.Max(0, first - width), Math.Min(_weights.Length, last + width + 1) - Math.Max(0, first - width));
            }

            return hits;
        }

        /// <summary>A point between two ranges may lie in the buffers of both; it never counts more than one.</summary>
        private void AddWeight(int at, double weight, double[] hits)
        {
            if (at >= 0 && at < _labels.Length && !_labels[at])
            {
                double added = Math.Min(weight, 1 - _weights[at]);
                _weights[at] += added;
                hits[_reaches[at]] += added;
            }
        }

        private (int[] Found, int Groups) FoundGroups(int half)
        {
            int[] found = new int[Thresholds];
            int groups = 0;
            for (int k = 0; k < _ranges.Count; k++)
            {
                int first = Math.Max(0, _ranges[k].First - half);
                while (k + 1 < _ranges.Count && _ranges[k].Last + half >= _ranges[k + 1].First - half)
                {
                    k++;
                }

                int last = Math.Min(_labels.Length - 1, _ranges[k].Last + half);
                byte soonest = byte.MaxValue;
                for (int i = first; i <= last; i++)
                {
                    soonest = Math.Min(soonest, _reaches[i]);
                }

                found[soonest]++;
                groups++;
            }

            return (found, groups);
        }

        private static double[] ThresholdsOf(ReadOnlySpan<double> scores)
        {
            double[] sorted = scores.ToArray();
            Array.Sort(sorted);
            double[] thresholds = new double[Thresholds];
            for (int j = 0; j < Thresholds; j++)
            {
                thresholds[j] = sorted[^(int)(1 + ((long)j * (sorted.Length - 1) / (Thresholds - 1)))];
            }

            return thresholds;
        }

        private static int FirstAtMost(double[] descending, double score)
        {
            int low = 0;
            int high = descending.Length - 1;
            while (low < high)
            {
                int middle = (low + high) / 2;
                (low, high) = descending[middle] <= score ? (low, middle) : (middle + 1, high);
            }

            return low;
        }
    }
}
