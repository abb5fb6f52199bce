namespace Nightjar.Core.Detection.Engine;

/// <summary>
/// How large a residual has been on either side: magnitudes over its own mean absolute deviation in logarithmic bins, and from
/// them the probability of one as large. Not a Gaussian: what a series does every day is in the counts, however far out it lies.
/// Plain memory, about 165 bytes; O(bins beyond) a sample, no allocation.
/// </summary>
public struct ResidualTail
{
    private const double BinsPerOctave = 2.5;

    // Weight of what is believed before anything is seen, in samples, and the power with which it falls: a record has a finite
    // evidence that goes on rising with its size. Steep, so that sizes beyond the record count more than the length of the past.
    private const double PriorSamples = 0.6;
    private const double PriorPower = 10;

    // One sample moves the mean deviation by at most ten of it: a fault must not widen what is ordinary. Where more than one in a hundred
    // is cut off it is no fault but how the series lives, and the bound rises until only so many are.
    private const double Clip = 10;
    private const float ClipGrowth = 1.1f;
    private const float ClipFade = 0.999f;

    // Of two or three samples no deviation can be told; a first jump counts as three deviations at least.
    private const int FirstSamples = 3;
    private const double FirstShare = 0.3;

    // What a count can hold.
    private const double LargestMass = 60_000;

    // The bins end at 7,131 deviations; what is learnt stays below.
    private const double LargestRatio = 2_000;

    // A tail is measured where at least so many samples, and one in fifty while there are few, have been beyond: what happened once or
    // twice (a fault) does not move it. Its shape is taken from there inwards, to where eight times as many were.
    private const int TailSamples = 8;
    private const int TailShare = 50;
    private const double ShapeRatio = 8;

    // Exponents of the tail: a normal distribution falls with the square; below a quarter nothing honest can be extrapolated. From seven
    // tenths down it may be a power of the size that falls (Student's t, Pareto), and reaches further than any exponential.
    private const double LightTail = 2;
    private const double PowerTail = 0.7;
    private const double HeavyTail = 0.25;

    // A range never ends nearer than at five standard deviations of normal noise (a mean absolute deviation times sqrt(pi / 2) is one), and
    // further out while little has been seen: half as far again at sixty residuals. Beyond a million deviations all is the same.
    private const double LeastBar = 5 * 1.2533;
    private const double SmallSample = 30;
    private const double LargestBar = 1e6;

    // Of fewer nothing is said.
    private const int LeastSamples = 50;

    // After a restart the mean deviation moves like that of so many samples.
    private const int RestartSamples = 500;

    private TailCounts _above;
    private TailCounts _below;
    private float _mass;
    private float _barAbove;
    private float _barBelow;
    private float _clip;
    private int _seen;
    private bool _held;

    /// <summary>Mean |residual|, in the unit of the series; 0 before the first residual that is not zero.</summary>
    public double Deviation { get; private set; }

    /// <summary>Forgets what was seen; their usual size, and how far one may stray, is kept until the next <see cref="Measure"/>.</summary>
    public void Restart()
    {
        _seen = Math.Min(_seen, RestartSamples);
        _held = true;
        _above = _below = default;
        _mass = 0;
    }

    /// <summary>Says how improbable a residual is by what was seen before it, then learns it.</summary>
    /// <param name="residual">Signed, in the unit of the series.</param>
    /// <param name="horizon">Samples after which the past is half forgotten.</param>
    /// <param name="learn">False for what is not to be taken for usual.</param>
    /// <returns>−log10 of the probability of a residual of this side at least as large; 0 for what lies within one deviation.</returns>
    public double Observe(double residual, double horizon, bool learn = true) // hot
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
            side[bin] += (ushort)(learn ? 1 : 0);
        }

        if (learn)
        {
            Learn(size, horizon);
        }

        return Math.Max(0, evidence);
    }

    /// <summary>
    /// What a residual may be before it is rarer than asked for at the last <see cref="Measure"/>, around what was expected; no bound before
    /// the first one.
    /// </summary>
    /// <param name="channel">Who asks.</param>
    /// <param name="expected">What the residual is a distance from.</param>
    /// <param name="seen">What is compared with it.</param>
    /// <param name="least">The least distance that is outside.</param>
    public readonly Outlook Outlook(Channel channel, double expected, double seen, double least) => // hot
        new(channel, expected, seen, Math.Max(ReachBelow, least), Math.Max(ReachAbove, least));

    private readonly double ReachAbove => _barAbove > 0 ? _barAbove * Deviation : double.MaxValue;

    private readonly double ReachBelow => _barBelow > 0 ? _barBelow * Deviation : double.MaxValue;

    /// <summary>
    /// Extrapolates both tails to where one residual in 1/e^<paramref name="logRarity"/> lies: as a Weibull tail through two quantiles, or
    /// towards a Pareto tail as far as a third one says that it is one. About 100 ns: to be called now and then, not at each sample.
    /// </summary>
    public void Measure(double logRarity)
    {
        if (_seen < LeastSamples)
        {
            return;
        }

        _held = false;
        _barAbove = (float)Bar(_above, logRarity);
        _barBelow = (float)Bar(_below, logRarity);
    }

    private readonly double Bar(in TailCounts side, double logRarity)
    {
        Quantile deep = default, middle = default, near = default;
        double beyond = 0;
        double wanted = Math.Max(2, Math.Min(TailSamples, _mass / TailShare));
        for (int i = TailCounts.Count - 1; i >= 0 && !near.IsKnown; i--)
        {
            beyond += side[i];
            if (beyond >= wanted)
            {
                wanted = ShapeRatio * beyond;
                Quantile here = new(i / BinsPerOctave * Math.Log(2), Math.Log(beyond / (_mass + 1)));
                (deep, middle, near) = !deep.IsKnown ? (here, middle, near) : !middle.IsKnown ? (deep, here, near) : (deep, middle, here);
            }
        }

        double bar = deep.IsKnown ? Math.Exp(Extrapolate(deep, middle, near, logRarity)) : LeastBar;
        return Math.Min(LargestBar, Math.Max(LeastBar, bar) * (1 + (SmallSample / (_mass + 1))));
    }

    /// <summary>Log of the size that one residual in 1/e^<paramref name="logRarity"/> exceeds.</summary>
    private static double Extrapolate(in Quantile deep, in Quantile middle, in Quantile near, double logRarity)
    {
        double shape = middle.IsKnown ? Math.Log(deep.LogShare / middle.LogShare) / (deep.LogSize - middle.LogSize) : LightTail;
        double weibull = deep.LogSize + (Math.Log(logRarity / deep.LogShare) / Math.Clamp(shape, HeavyTail, LightTail));
        if (shape > PowerTail || !near.IsKnown)
        {
            return weibull;
        }

        // The exponent with which a power of the size falls: it grows outwards, with the log of the share, in a Weibull tail, and stays
        // in one of Pareto.
        double outer = (middle.LogShare - deep.LogShare) / (deep.LogSize - middle.LogSize);
        double inner = (near.LogShare - middle.LogShare) / (middle.LogSize - near.LogSize);
        double growth = Math.Log(outer / inner) / Math.Log((deep.LogShare + middle.LogShare) / (middle.LogShare + near.LogShare));
        double pareto = deep.LogSize + ((deep.LogShare - logRarity) / outer);
        return pareto + (Math.Clamp(growth, 0, 1) * (weibull - pareto));
    }

    /// <param name="LogSize">Natural log of a size in mean deviations.</param>
    /// <param name="LogShare">Natural log of the share of residuals beyond it, below 0.</param>
    private readonly record struct Quantile(double LogSize, double LogShare)
    {
        public bool IsKnown => LogShare < 0;
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
        double most = Math.Max(Clip, _clip) * Deviation;
        _clip = Deviation > 0 && size > most ? Math.Max((float)Clip, _clip) * ClipGrowth : _clip * ClipFade;
        double clipped = Deviation > 0 ? Math.Min(size, most) : size;

        // Where nearly all is nothing the usual size goes towards nothing, too, and all that is something would fall into the last bin.
        double before = Deviation;
        Deviation = Math.Max(Deviation, size / LargestRatio);
        Deviation += Math.Max(1.0 / _seen, 1 / horizon) * (clipped - Deviation);
        if (_held && Deviation > 0)
        {
            _barAbove *= (float)(before / Deviation);
            _barBelow *= (float)(before / Deviation);
        }

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
