using System.Numerics;

namespace Nightjar.Evaluation.Anomalies.Baselines;

/// <summary>
/// What stands out of the spectrum of the newest points: "Time-Series Anomaly Detection Service at Microsoft" (Ren, Xu, Wang, Yi, Huang,
/// Kou, Xing, Yang, Tong, Zhang, 2019), without its network. Windows of 64 points, judged over 21; a point costs two transforms.
/// </summary>
internal sealed class SpectralResidual : IAnomalyMethod
{
    private const int Window = 64;

    // Points put behind the newest one, at the height the line through those before it leads to: a point at the very end stands out badly.
    private const int Ahead = 5;

    private const int Kept = Window - Ahead;

    // Spectrum smoothed over three, saliency compared with the mean of the twenty-one before.
    private const int Smoothed = 3;
    private const int Judged = 21;

    // Of nothing there is no logarithm.
    private const double Least = 1e-12;

    public string Name => "spectral-residual";

    public bool RaisesAlarms => false;

    public ISeriesScorer Begin() => new Scorer();

    private sealed class Scorer : ISeriesScorer
    {
        private readonly double[] _values = new double[Kept];
        private readonly Complex[] _spectrum = new Complex[Window];
        private readonly double[] _logs = new double[Window];
        private int _count;

        public SampleScore Score(long timeNs, double value) // hot
        {
            if (!(Math.Abs(value) <= BaselineMethods.LargestValue))
            {
                return default;
            }

            _values.AsSpan(1).CopyTo(_values);
            _values[^1] = value;
            _count = Math.Min(_count + 1, Kept);
            return _count < Kept ? default : SampleScore.Of(Saliency());
        }

        private double Saliency() // hot
        {
            if (Fill() == 0)
            {
                return 0; // a constant has no spectrum
            }

            Fourier.Transform(_spectrum, inverse: false);
            for (int i = 0; i < Window; i++)
            {
                _logs[i] = Math.Log(Math.Max(_spectrum[i].Magnitude, Least));
            }

            double sum = 0;
            for (int i = 0; i < Window; i++)
            {
                sum += _logs[i] - (i >= Smoothed ? _logs[i - Smoothed] : 0);
                double magnitude = Math.Exp(_logs[i]);
                double residual = Math.Exp(_logs[i] - (sum / Math.Min(i + 1, Smoothed)));
                _spectrum[i] *= residual / magnitude;
            }

            Fourier.Transform(_spectrum, inverse: true);
            double mean = 0;
            for (int i = Kept - 1 - Judged; i < Kept - 1; i++)
            {
                mean += _spectrum[i].Magnitude / Judged;
            }

            return mean > 0 ? Math.Max(0, (_spectrum[Kept - 1].Magnitude - mean) / mean) : 0;
        }

        /// <summary>The window in parts of its largest value, so that its unit does not matter; returns 0 for a constant.</summary>
        private double Fill() // hot
        {
            double scale = 0;
            double range = 0;
            double slope = 0;
            for (int i = 0; i < Kept; i++)
            {
                scale = Math.Max(scale, Math.Abs(_values[i]));
                range = Math.Max(range, Math.Abs(_values[i] - _values[0]));
            }

            for (int back = 1; back <= Ahead; back++)
            {
                slope += (_values[^2] - _values[^(2 + back)]) / back / Ahead;
            }

            // The paper's estimate, made as if the newest value were not known: a spike would be carried on, and stand out no more.
            double estimate = _values[^(1 + Ahead)] + (slope * Ahead);
            for (int i = 0; i < Window && scale > 0; i++)
            {
                _spectrum[i] = (i < Kept ? _values[i] : estimate) / scale;
            }

            return double.IsFinite(range) && double.IsFinite(estimate / scale) ? range : 0;
        }
    }
}
