namespace Nightjar.Evaluation.Anomalies.Baselines;

/// <summary>
/// How unlikely a value is under a normal distribution with the mean and spread of the last 6,400, moved on by 100 at a time: the
/// <c>windowedGaussian</c> of the Numenta Anomaly Benchmark, score for score.
/// </summary>
internal sealed class WindowedGaussian : IAnomalyMethod
{
    private const int Window = 6_400;
    private const int Step = 100;

    // What NAB takes for the spread of a constant.
    private const double LeastSpread = 0.000001;

    public string Name => "windowed-gaussian";

    public bool RaisesAlarms => false;

    public ISeriesScorer Begin() => new Scorer();

    private sealed class Scorer : ISeriesScorer
    {
        private readonly double[] _values = new double[Window];
        private readonly double[] _waiting = new double[Step];
        private int _count;
        private int _waits;
        private double _mean;
        private double _squares;
        private double _spread = 1;

        public SampleScore Score(long timeNs, double value) // hot
        {
            if (!(Math.Abs(value) <= BaselineMethods.LargestValue))
            {
                return default;
            }

            double score = _count == 0 ? 0 : 1 - NormalTail.Beyond(Math.Abs(value - _mean) / _spread);
            if (_count < Window)
            {
                _values[_count++] = value;
                Add(value, _count);
            }
            else
            {
                _waiting[_waits++] = value;
                if (_waits == Step)
                {
                    MoveOn();
                }
            }

            return SampleScore.Of(score);
        }

        /// <summary>Mean and squares without cancellation: "Note on a Method for Calculating Corrected Sums of Squares and Products" (Welford, 1962).</summary>
        private void Add(double value, int count) // hot
        {
            double miss = value - _mean;
            _mean += miss / count;
            _squares += miss * (value - _mean);
            double spread = Math.Sqrt(_squares / count);
            _spread = spread > 0 ? spread : LeastSpread;
        }

        private void MoveOn()
        {
            _values.AsSpan(Step).CopyTo(_values);
            _waiting.CopyTo(_values, Window - Step);
            _waits = 0;
            (_mean, _squares) = (0, 0);
            for (int i = 0; i < Window; i++)
            {
                Add(_values[i], i + 1);
            }
        }
    }
}
