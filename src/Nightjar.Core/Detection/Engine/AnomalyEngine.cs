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

    // Beyond it differences of values lose their meaning; no honest metric gets there.
    private const double LargestValue = 1e30;

    private SeasonProfile _season;
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
    private Cadence _cadence;
    private long _seen;
    private long _firstNs;
    private double _level;
    private double _fast;
    private double _slow;
    private double _seasonMean;
    private double _fastVolatility;
    private double _slowVolatility;
    private double _last;
    private double _smallest;
    private double _largest;

    /// <summary>Judges a sample by what was learnt before it, then learns it.</summary>
    /// <param name="timeNs">Ns since 1970 UTC.</param>
    /// <param name="value">What is no number, or beyond ±1e30, is neither judged nor learnt.</param>
    public Abnormality Observe(long timeNs, double value) // hot
    {
        _cadence.Next(timeNs);
        if (!(Math.Abs(value) <= LargestValue))
        {
            return default;
        }

        if (_seen == 0)
        {
            Begin(timeNs, value);
        }

        double interval = _cadence.Seconds > 0 ? _cadence.Seconds : 1;
        double memory = Math.Max(LeastSamples, MemorySeconds / interval);
        Residuals evidence = Weigh(timeNs, value, interval, memory);
        LearnLevel(timeNs, value, interval);
        _seen++;
        if (_seen <= FirstSamples)
        {
            _events.Observe(0);
            return default;
        }

        (double score, double returnSamples) = _events.Observe(Residuals.Event.Dot(evidence));
        return new Abnormality(Residuals.Point.Dot(evidence), score, returnSamples, evidence);
    }

    private void Begin(long timeNs, double value)
    {
        _firstNs = timeNs;
        _level = _fast = _slow = _last = _smallest = _largest = value;
    }

    private Residuals Weigh(long timeNs, double value, double interval, double memory) // hot
    {
        double step = value - _last;
        double fromFast = value - _fast;
        double fastRate = Math.Max(1.0 / (_seen + 1), 1 / FastSamples);
        double slowRate = Math.Max(1.0 / (_seen + 1), 1 / SlowSamples);
        double levelUnit = _levelTail.Deviation;
        double lagUnit = _fastTail.Deviation > 0 ? _fastTail.Deviation : 1;
        double volatility = Volatility(step);
        double unpredicted = _lags.Observe((value - _slow) / lagUnit) * lagUnit;
        double transition = _transitions.Observe(levelUnit > 0 ? (value - _level) / levelUnit : 0);
        double range = RangeEvidence(value);
        _fast += fastRate * fromFast;
        _slow += slowRate * (value - _slow);
        (double season, double seasonMean) = SeasonEvidence(timeNs, value, interval, memory);
        return new Residuals(
            Level: _levelTail.Observe(value - _level, memory),
            Step: _stepTail.Observe(step, memory),
            Fast: _fastTail.Observe(fromFast, memory),
            Season: season,
            Slow: _slowTail.Observe(_slow - _level, memory),
            Volatility: _volatilityTail.Observe(volatility, memory),
            Lags: _lagTail.Observe(unpredicted, memory),
            Transition: transition,
            SeasonMean: seasonMean,
            Range: range);
    }

    private (double Season, double Mean) SeasonEvidence(long timeNs, double value, double interval, double memory) // hot
    {
        bool known = _season.TryExpect(timeNs, interval, out double distance);
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

    private void LearnLevel(long timeNs, double value, double interval) // hot
    {
        double unit = _levelTail.Deviation;
        double most = unit > 0 && _seen > ClipAfter ? Clip * unit : double.MaxValue;
        double horizon = Math.Max(LeastSamples, LevelSeconds / interval);
        _level += Math.Clamp(value - _level, -most, most) * Math.Max(1.0 / (_seen + 1), 1 / horizon);
        bool weekKnown = timeNs - _firstNs > (long)(7 * DaySeconds) * Clock.NsPerSecond;
        _season.Learn(timeNs, value - _level, interval, _seasonTail.Deviation, weekKnown);
        _last = value;
    }
}
