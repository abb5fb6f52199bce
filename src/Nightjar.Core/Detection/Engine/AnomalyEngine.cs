using Nightjar.Core.Telemetry;

namespace Nightjar.Core.Detection.Engine;

/// <summary>
/// Learns one series and says of each sample how abnormal it is, without any setting of its own: ten residuals of simple
/// predictors, each measured by its own past, summed as evidence. Two outputs, as a point and an event are different questions.
/// Deterministic, no references: a copy of its bytes goes on with the same bits. Not thread-safe; O(1), 0 B allocated a sample.
/// </summary>
/// <remarks>
/// Rates are 1/n until their horizon is reached, so that there is no warm-up gap. The season and the long horizons are in time, the
/// short ones in samples. What each residual is worth is in docs/evaluation.md.
/// </remarks>
public struct AnomalyEngine
{
    private const double DaySeconds = 86_400;

    // Short means, in samples: long enough to see a shift under noise, short enough to see it soon.
    private const double FastSamples = 20;
    private const double SlowSamples = 100;
    private const double SeasonMeanSamples = 30;
    private const double FastVolatilitySamples = 6;
    private const double SlowVolatilitySamples = 200;

    // The long level follows over ten days, what a residual has been is kept for sixty; never over fewer samples than this.
    private const double LevelSeconds = 10 * DaySeconds;
    private const double MemorySeconds = 60 * DaySeconds;
    private const double LeastSamples = 1_250;

    // Until so many samples have been seen nothing is told of the next one.
    private const int FirstSamples = 10;

    // One sample pulls the level by at most ten mean deviations, once there is a deviation to tell by.
    private const double Clip = 10;
    private const int ClipAfter = 50;

    // The twentieth part of the usual step keeps the ratio of two quiet volatilities from being noise over noise.
    private const double QuietShare = 0.05;

    // A new extreme a fourth of the range beyond the old one is worth a whole past of up to so many samples.
    private const double RangePast = 2_000;
    private const double RangeShare = 4;

    /// <summary>Beyond it differences of values lose their meaning; no honest metric gets there.</summary>
    internal const double LargestValue = 1e30;

    // Tails change slowly: each is measured again after so many samples, one of them at a time.
    private const int MeasureEvery = 64;
    private const int MeasureOften = 8;

    // An alarm for nothing in a thousand days of a series; about so many questions are asked of each sample.
    private const double QuietSeconds = 1_000 * DaySeconds;
    private const double Questions = 8;
    private const double LargestRarity = 1e-6;

    // Predictions from the samples before are believed so many samples after something abnormal.
    private const int LagCalm = 200;

    // After a pause of so many samples, and of ten minutes at least, the sample before says nothing of the next one.
    private const double GapSamples = 20;
    private const double GapSeconds = 600;

    // Neighbouring times of day that differ by more mean deviations than this are a leap: it may come somewhat sooner or later.
    private const double Leap = 3;

    // What has only risen, or only fallen, for so many samples has no season: a clock, a disk that fills.
    private const int Monotone = 200;

    // Where samples come faster than this, several must agree, and each may be less rare by itself.
    private const double FastSeconds = 12;
    private static readonly double FastLogRarity = Math.Log(1e-5);

    /// <summary>When the newest sample was, and how far they usually lie apart.</summary>
    internal Cadence Cadence;

    private SeasonProfile _season;
    private MeanChannels _means;
    private LagPredictor _lags;
    private Transitions _transitions;
    private EventMemory _events;
    private ResidualTail _levelTail;
    private ResidualTail _stepTail;
    private ResidualTail _fastTail;
    private ResidualTail _seasonTail;
    private ResidualTail _slowTail;
    private ResidualTail _volatilityTail;
    private ResidualTail _lagTail;
    private ResidualTail _seasonMeanTail;
    private long _seen;
    private long _firstNs;
    private double _level;

    // What the season says of the sample under judgement.
    private double _followed;
    private double _fast;

    // The fast mean without what was abnormal; for how long nothing was.
    private double _near;
    private int _calm;
    private double _slow;
    private double _seasonMean;
    private double _fastVolatility;
    private double _slowVolatility;
    private double _last;

    // The usual step; and how many steps in a row went up (below zero: down).
    private double _drift;
    private short _oneWay;
    private double _smallest;
    private double _largest;

    /// <summary>Says what was expected of a sample by what was learnt before it; <see cref="Learn"/> must follow.</summary>
    /// <param name="timeNs">Ns since 1970 UTC.</param>
    /// <param name="value">The sample.</param>
    /// <param name="leastReach">A distance that is ordinary in any case, in the unit of the series.</param>
    /// <param name="offsetNs">How far the clocks that days and weeks go by are ahead of UTC.</param>
    /// <returns>Of the channel that the sample strays most from; null for what is no number or beyond ±1e30, of which nothing is to be learnt.</returns>
    public Outlook? Judge(long timeNs, double value, double leastReach, long offsetNs = 0) // hot
    {
        bool afterGap = IsAfterGap(timeNs);
        Cadence.Next(timeNs);
        if (!(Math.Abs(value) <= LargestValue))
        {
            return null;
        }

        if (_seen == 0)
        {
            Begin(timeNs, value);
        }

        if (afterGap)
        {
            // Predicted by itself, this sample is not outside; the season still knows what is usual at this time.
            (_near, _last, _drift, _calm) = (value, value, 0, 0);
            _means.Resume(value);
        }

        double logRarity = Interval < FastSeconds ? FastLogRarity : Math.Log(Math.Min(LargestRarity, Interval / (QuietSeconds * Questions)));
        Measure(timeNs, logRarity);
        double deviation = _fastTail.Deviation;
        bool isFollowed = _season.TryFollow(timeNs + offsetNs, Interval, value - _level - _means.SeasonOffset, Leap * deviation, out double distance);
        _followed = isFollowed ? _level + distance : double.NaN;
        return _means.Judge(value, _followed, deviation, leastReach, At(timeNs), Sharpest(value, leastReach));
    }

    /// <summary>Learns the sample that was judged last, and says how rare it is.</summary>
    /// <param name="timeNs">As judged.</param>
    /// <param name="value">As judged.</param>
    /// <param name="ordinary">False for what is not to be taken for usual: no expectation, and no range around one, follows it.</param>
    /// <param name="offsetNs">As judged.</param>
    public Abnormality Learn(long timeNs, double value, bool ordinary, long offsetNs = 0) // hot
    {
        _calm = ordinary ? Math.Min(_calm + 1, LagCalm) : 0;
        if (ordinary)
        {
            _near += (value - _near) * Math.Max(1.0 / (_seen + 1), 1 / FastSamples);
            _means.Learn(value, _followed, At(timeNs));
        }

        Residuals evidence = Weigh(timeNs + offsetNs, value, Interval, Memory, ordinary);
        LearnLevel(timeNs, offsetNs, value, Interval, ordinary);
        _seen++;
        if (_seen <= FirstSamples)
        {
            _events.Observe(0);
            return default;
        }

        (double score, double returnSamples) = _events.Observe(Residuals.Event.Dot(evidence));
        return new Abnormality(Residuals.Point.Dot(evidence), score, returnSamples, evidence);
    }

    // Of the first samples no rhythm is known.
    private readonly double Interval => Cadence.Seconds > 0 ? Cadence.Seconds : 1;

    private readonly double Memory => Math.Max(LeastSamples, MemorySeconds / Interval);

    private readonly Circumstances At(long timeNs) => new(_seen, timeNs - _firstNs, Interval, Memory, Math.Abs(_oneWay) >= Monotone);

    private void Begin(long timeNs, double value)
    {
        _firstNs = timeNs;
        _level = _fast = _slow = _last = _smallest = _largest = _near = value;
        _means.Begin(value);
    }

    /// <summary>Samples learnt.</summary>
    public readonly long Seen => _seen;

    /// <summary>When the first one was, ns since 1970 UTC.</summary>
    public readonly long FirstNs => _firstNs;

    /// <summary>The newest value.</summary>
    public readonly double Last => _last;

    /// <summary>The mean of the last twenty samples that were not abnormal.</summary>
    public readonly double Near => _near;

    /// <summary>How far a mean of the newest samples usually strays from that of the last hundred.</summary>
    public readonly double UsualShift => _means.UsualShift;

    /// <summary>Mean size of the newest steps.</summary>
    public readonly double NewestSteps => _fastVolatility;

    /// <summary>Mean size of all steps.</summary>
    public readonly double UsualStep => _stepTail.Deviation;

    /// <summary>What the time of day and week added to the newest value, as far as is known; else 0.</summary>
    public readonly double Season => double.IsNaN(_followed) ? 0 : _followed - _level;

    /// <summary>The mean of the last hundred samples.</summary>
    public readonly double SlowMean => _slow;

    /// <summary>Something abnormal has ended: values have come back, so that what was seen meanwhile counts for nothing.</summary>
    public void ComeBack() => _means.ComeBack();

    /// <summary>Something abnormal has lasted so long that it is what is usual from now on.</summary>
    public void TakeOver()
    {
        _near = _fast;
        _means.TakeOver(_fast);
    }

    /// <summary>True when nothing came for so long before this time that what was near then says nothing of now.</summary>
    public readonly bool IsAfterGap(long timeNs) =>
        _seen > 0 && timeNs - Cadence.LastNs > Math.Max(GapSeconds, GapSamples * Cadence.Seconds) * Clock.NsPerSecond;

    /// <summary>Of the predictors of the next sample the one that allows it least.</summary>
    private readonly Outlook Sharpest(double value, double leastReach) // hot
    {
        Outlook best = Sharper(Of(_fastTail, _near, value, leastReach), Of(_stepTail, _last + _drift, value, leastReach));
        double unit = _fastTail.Deviation;
        Outlook lags = Of(_lagTail, _slow + (_lags.Predicted * unit), value, leastReach);
        bool isWhole = _calm >= Math.Min(LagCalm, _seen - 1) && lags.Below + lags.Above < LagPredictor.Largest * unit;
        return isWhole ? Sharper(lags, best) : best;
    }

    private static Outlook Sharper(in Outlook one, in Outlook other) // hot
    {
        double a = one.Times, b = other.Times;
        return a > 1 || b > 1 ? (a > b ? one : other) : one.Below + one.Above < other.Below + other.Above ? one : other;
    }

    private static Outlook Of(in ResidualTail tail, double expected, double value, double leastReach) => // hot
        tail.Outlook(Channel.Sample, expected, value, leastReach);

    private void Measure(long timeNs, double logRarity) // hot
    {
        // Often at first, when each sample changes much.
        int turn = (int)(_seen % (_seen < MeasureEvery * MeasureEvery ? MeasureOften : MeasureEvery));
        switch (turn)
        {
            case 1: _stepTail.Measure(logRarity); break;
            case 2: _fastTail.Measure(logRarity); break;
            case 3: _lagTail.Measure(logRarity); break;
            default: _means.Measure(turn - 4, timeNs - _firstNs, logRarity); break;
        }
    }

    private Residuals Weigh(long localNs, double value, double interval, double memory, bool ordinary) // hot
    {
        double step = value - _last;
        _oneWay = step == 0 ? _oneWay : (short)(step > 0 ? Math.Min(Math.Max(_oneWay + 1, 1), Monotone) : Math.Max(Math.Min(_oneWay - 1, -1), -Monotone));
        double fromFast = value - _fast;
        double fastRate = Math.Max(1.0 / (_seen + 1), 1 / FastSamples);
        double slowRate = Math.Max(1.0 / (_seen + 1), 1 / SlowSamples);
        double levelUnit = _levelTail.Deviation;
        double lagUnit = _fastTail.Deviation;
        double volatility = Volatility(step);
        double unpredicted = _lags.Observe(lagUnit > 0 ? (value - _slow) / lagUnit : 0) * lagUnit;
        double transition = _transitions.Observe(levelUnit > 0 ? (value - _level) / levelUnit : 0);
        double range = RangeEvidence(value);
        _fast += fastRate * fromFast;
        _slow += slowRate * (value - _slow);

        // Two of the tails also say how far the next sample may stray, and must not widen in a fault that lasts. The others learn whatever
        // comes: evidence that was seen once is to weigh less the second time; and a fault has only two steps, there and back.
        (double season, double seasonMean) = SeasonEvidence(localNs, value, interval, memory);
        return new Residuals(
            Level: _levelTail.Observe(value - _level, memory),
            Step: _stepTail.Observe(step - _drift, memory),
            Fast: _fastTail.Observe(fromFast, memory, ordinary),
            Season: season,
            Slow: _slowTail.Observe(_slow - _level, memory),
            Volatility: _volatilityTail.Observe(volatility, memory),
            Lags: _lagTail.Observe(unpredicted, memory, ordinary),
            Transition: transition,
            SeasonMean: seasonMean,
            Range: range);
    }

    private (double Season, double Mean) SeasonEvidence(long localNs, double value, double interval, double memory) // hot
    {
        bool known = _season.TryExpect(localNs, interval, out double distance);
        double miss = known ? value - _level - distance : 0;
        _seasonMean += (miss - _seasonMean) / SeasonMeanSamples;
        return known ? (_seasonTail.Observe(miss, memory), _seasonMeanTail.Observe(_seasonMean, memory)) : (0, 0);
    }

    /// <summary>Log ratio of the size of the newest steps to that of many.</summary>
    private double Volatility(double step) // hot
    {
        double size = Math.Abs(step);
        _fastVolatility += (size - _fastVolatility) * Math.Max(1.0 / (_seen + 1), 1 / FastVolatilitySamples);
        _slowVolatility += (size - _slowVolatility) * Math.Max(1.0 / (_seen + 1), 1 / SlowVolatilitySamples);
        double quiet = QuietShare * _stepTail.Deviation;
        return _slowVolatility > 0 && quiet > 0 && _seen > FirstSamples
            ? Math.Log((_fastVolatility + quiet) / (_slowVolatility + quiet))
            : 0;
    }

    private double RangeEvidence(double value) // hot
    {
        double range = _largest - _smallest;
        double beyond = Math.Max(value - _largest, _smallest - value);
        _largest = Math.Max(_largest, value);
        _smallest = Math.Min(_smallest, value);
        return beyond > 0 && range > 0 && _seen > FirstSamples
            ? Math.Log10(1 + (Math.Min(_seen, RangePast) * Math.Min(1, beyond / range * RangeShare)))
            : 0;
    }

    private void LearnLevel(long timeNs, long offsetNs, double value, double interval, bool ordinary) // hot
    {
        double step = value - _last;
        _last = value;
        double unit = _levelTail.Deviation;
        double most = unit > 0 && _seen > ClipAfter ? Clip * unit : double.MaxValue;
        double horizon = Math.Max(LeastSamples, LevelSeconds / interval);
        _level += Math.Clamp(value - _level, -most, most) * Math.Max(1.0 / (_seen + 1), 1 / horizon);
        bool weekKnown = timeNs - _firstNs > (long)(7 * DaySeconds) * Clock.NsPerSecond;
        if (ordinary)
        {
            // Or yesterday's fault would be expected at the same hour of today.
            _season.Learn(timeNs + offsetNs, value - _level, interval, _seasonTail.Deviation, weekKnown);
        }

        double pull = Clip * _stepTail.Deviation;
        _drift += (Math.Clamp(step, -pull, pull) - _drift) * Math.Max(1.0 / (_seen + 1), 1 / SlowVolatilitySamples);
    }
}
