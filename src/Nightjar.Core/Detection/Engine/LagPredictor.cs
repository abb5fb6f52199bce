using System.Runtime.CompilerServices;

namespace Nightjar.Core.Detection.Engine;

/// <summary>
/// Predicts a sample from the four before it: normalised least mean squares (Widrow and Hoff, 1960; the normalised form in
/// Haykin, "Adaptive Filter Theory", 1996). O(1), 64 bytes.
/// </summary>
public struct LagPredictor
{
    private const double Step = 0.03;

    // One wild sample must not turn the weights over.
    /// <summary>Beyond so much nothing is learnt, and what was not predicted is cut off.</summary>
    public const double Largest = 20;

    private const double LargestError = 5;

    private Lags _weights;
    private Lags _lags;

    /// <summary>The next scaled distance, as predicted.</summary>
    public readonly double Predicted // hot
    {
        get
        {
            double predicted = 0;
            for (int i = 0; i < Lags.Count; i++)
            {
                predicted += _weights[i] * _lags[i];
            }

            return predicted;
        }
    }

    /// <summary>What of a scaled distance was not predicted; learns it.</summary>
    /// <param name="scaled">Distance from the slow mean in usual deviations.</param>
    public double Observe(double scaled) // hot
    {
        double now = Math.Clamp(scaled, -Largest, Largest);
        double predicted = 0;
        double power = 1;
        for (int i = 0; i < Lags.Count; i++)
        {
            predicted += _weights[i] * _lags[i];
            power += _lags[i] * _lags[i];
        }

        double error = now - predicted;
        double step = Step * Math.Clamp(error, -LargestError, LargestError) / power;
        for (int i = Lags.Count - 1; i >= 0; i--)
        {
            _weights[i] += step * _lags[i];
            _lags[i] = i == 0 ? now : _lags[i - 1];
        }

        return error;
    }

    [InlineArray(Count)]
    private struct Lags
    {
        public const int Count = 4;

        private double _first;
    }
}
