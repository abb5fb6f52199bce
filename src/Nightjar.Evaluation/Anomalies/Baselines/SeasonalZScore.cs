using Nightjar.Core.Telemetry;

namespace Nightjar.Evaluation.Anomalies.Baselines;

/// <summary>How many standard deviations a value lies from the mean of its hour of the day (UTC), over all days before.</summary>
internal sealed class SeasonalZScore : IAnomalyMethod
{
    private const int Hours = 24;
    private const long HourNs = 3_600 * Clock.NsPerSecond;

    // Fewer values of an hour say nothing of its spread.
    private const int Fewest = 10;

    // A step from a constant has no spread to be measured by; a million says it.
    private const double Most = 1e6;

    public string Name => "seasonal-z";

    public bool RaisesAlarms => false;

    public ISeriesScorer Begin() => new Scorer();

    private sealed class Scorer : ISeriesScorer
    {
        private readonly int[] _counts = new int[Hours];
        private readonly double[] _means = new double[Hours];
        private readonly double[] _squares = new double[Hours];

        public SampleScore Score(long timeNs, double value) // hot
        {
            if (!(Math.Abs(value) <= BaselineMethods.LargestValue))
            {
                return default;
            }

            int hour = (int)(Math.Max(0, timeNs) / HourNs % Hours);
            double miss = value - _means[hour];
            double spread = Math.Sqrt(_squares[hour] / Math.Max(1, _counts[hour]));
            double score = _counts[hour] < Fewest || miss == 0 ? 0 : Math.Min(Most, Math.Abs(miss) / spread);

            _counts[hour]++;
            _means[hour] += miss / _counts[hour];
            _squares[hour] += miss * (value - _means[hour]);
            return SampleScore.Of(score);
        }
    }
}
