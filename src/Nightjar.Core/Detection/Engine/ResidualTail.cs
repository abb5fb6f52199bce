namespace Nightjar.Core.Detection.Engine;

/// <summary>
/// How large a residual has been on either side: magnitudes over its own mean absolute deviation in logarithmic bins, and from
/// them the probability of one as large. Not a Gaussian: what a series does every day is in the counts, however far out it lies.
/// Plain memory, 144 bytes; O(bins beyond) a sample, no allocation.
/// </summary>
public struct ResidualTail
{
    private const double BinsPerOctave = 2.5;

    // Weight of what is believed before anything is seen, in samples, and the power with which it falls: a record has a finite
    // evidence that goes on rising with its size. Steep, so that sizes beyond the record count more than the length of the past.
    private const double PriorSamples = 0.6;
    private const double PriorPower = 10;

    // One sample moves the mean deviation by at most ten of it: a fault must not widen what is ordinary.
    private const double Clip = 10;

    // Of two or three samples no deviation can be told; a first jump counts as three deviations at least.
    private const int FirstSamples = 3;
    private const double FirstShare = 0.3;

    // What a count can hold.
    private const double LargestMass = 60_000;

    private TailCounts _above;
    private TailCounts _below;
    private float _mass;
    private int _seen;

    /// <summary>Mean |residual|, in the unit of the series; 0 before the first residual that is not zero.</summary>
    public double Deviation { get; private set; }

    /// <summary>Says how improbable a residual is by what was seen before it, then learns it.</summary>
    /// <param name="residual">Signed, in the unit of the series.</param>
    /// <param name="horizon">Samples after which the past is half forgotten.</param>
    /// <returns>−log10 of the probability of a residual of this side at least as large; 0 for what lies within one deviation.</returns>
    public double Observe(double residual, double horizon) // hot
    {
        double size = Math.Abs(residual);
        double unit = Deviation > 0 ? Deviation : size;
        double ratio = unit > 0 ? size / unit : 0;
        double evidence = 0;
        if (ratio >= 1)
        {
            ref TailCounts side = ref residual < 0 ? ref _below : ref _above;
            double octaves = Math.Log2(ratio);
            int bin = (int)Math.Min(octaves * BinsPerOctave, TailCounts.Count - 1);
            double prior = PriorSamples * Math.Pow(1 + ratio, -PriorPower);
            evidence = -Math.Log10((Beyond(side, bin) + prior) / (_mass + PriorSamples));
            side[bin]++;
        }

        Learn(size, horizon);
        return Math.Max(0, evidence);
    }

    private static double Beyond(in TailCounts side, int bin) // hot
    {
        // Half of the own bin, as the value may lie anywhere in it.
        double beyond = side[bin] * 0.5;
        for (int i = bin + 1; i < TailCounts.Count; i++)
        {
            beyond += side[i];
        }

        return beyond;
    }

    private void Learn(double size, double horizon) // hot
    {
        _mass++;
        if (_mass > Math.Min(horizon, LargestMass))
        {
            Halve();
        }

        _seen = _seen == int.MaxValue ? _seen : _seen + 1;
        double clipped = Deviation > 0 ? Math.Min(size, Clip * Deviation) : size;
        Deviation += Math.Max(1.0 / _seen, 1 / horizon) * (clipped - Deviation);
        if (_seen <= FirstSamples && size > Deviation)
        {
            Deviation = Math.Max(Deviation, size * FirstShare);
        }
    }

    private void Halve()
    {
        for (int i = 0; i < TailCounts.Count; i++)
        {
            // Rounded up: what was seen once stays seen.
            _above[i] -= (ushort)(_above[i] / 2);
            _below[i] -= (ushort)(_below[i] / 2);
        }

        _mass *= 0.5f;
    }
}
