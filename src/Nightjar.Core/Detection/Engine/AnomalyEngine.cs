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

    // A shift of three deviations is seen under noise in means over nine samples (rate 1/5); what it is compared with moves slowly.
    private const double ShortRate = 0.2;

    // The season is asked where means stray from it by less than seven tenths of how they stray from the level.
    private const double ClearlyBetter = 0.7;

    // Weekends differ: what the day does not say is not missed before a week, and a day more, has been seen.
    private static readonly long WeekKnownNs = (long)(8 * DaySeconds) * Clock.NsPerSecond;

    // What is too little for a sample to stray is not too little for a mean.
    private const double MeanShare = 0.4;

    // How far the season strays while weekends are still unknown says nothing of how far it does once they are: with two weeks seen it
    // is measured anew, and after two more days believed.
    private static readonly long WeeksKnownNs = (long)(14 * DaySeconds) * Clock.NsPerSecond;
    private static readonly long RestartNs = (long)(2 * DaySeconds) * Clock.NsPerSecond;

    // Tails change slowly: each is measured again after so many samples, one of them at a time.
    private const int MeasureEvery = 64;

    // An alarm for nothing in a thousand days of a series; about so many questions are asked of each sample.
    private const double QuietSeconds = 1_000 * DaySeconds;
    private const double Questions = 8;

    // Of means that overlap fewer can be wrong by themselves.
    private static readonly double ShortLog = Math.Log(1 / ShortRate);
    private static readonly double RhythmLog = Math.Log(SeasonMeanSamples);

    // Predictions from the samples before are believed so many samples after something abnormal.
    private const int LagCalm = 200;

    // What has only risen, or only fallen, for so long has no season: a clock, a disk that fills.
    private const int Monotone = 200;

    // Where samples come faster than this, several must agree, and each may be less rare by itself.
    private const double FastSeconds = 12;
    private static readonly double FastLogRarity = Math.Log(1e-5);

    private SeasonProfile _season;
    private ResidualTail _shiftTail;
    private ResidualTail _seasonShiftTail;
    private ResidualTail _rhythmTail;
    private double _near;
    private double _base;
    private double _short;
    private int _calm;
    private double _seasonShort;
    private double _seasonOffset;
    private double _rhythm;
    private double _rhythmOffset;
    private bool _weekKnown;
    private int _seasonSeen;
    private short _oneWay;
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
    private double _drift;
    private double _smallest;
    private double _largest;

    /// <summary>Judges a sample by what was learnt before it, then learns it.</summary>
    /// <param name="timeNs">Ns since 1970 UTC.</param>
    /// <param name="value">What is no number, or beyond ±1e30, is neither judged nor learnt.</param>
    public Abnormality Observe(long timeNs, double value) => Observe(timeNs, value, 0, ordinary: true, out _);

    /// <summary>The same, for who wants to be told of it.</summary>
    /// <param name="timeNs">Ns since 1970 UTC.</param>
    /// <param name="value">What is no number, or beyond ±1e30, is neither judged nor learnt.</param>
    /// <param name="leastReach">A distance that is ordinary in any case, in the unit of the series.</param>
    /// <param name="ordinary">False while something abnormal goes on: what shifts usually are is then not learnt.</param>
    /// <param name="outlook">Of the channel that the sample strays most from; empty for what is no number.</param>
    public Abnormality Observe(long timeNs, double value, double leastReach, bool ordinary, out Outlook outlook) // hot
    {
        outlook = default;
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
        outlook = Judge(timeNs, value, interval, memory, leastReach, ordinary);
        Residuals evidence = Weigh(timeNs, value, interval, memory, ordinary);
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
        _level = _fast = _slow = _last = _smallest = _largest = _near = _base = _short = value;
    }

    /// <summary>The mean of the last hundred samples.</summary>
    public readonly double SlowMean => _slow;

    /// <summary>Something abnormal has ended: values have come back, so that what was seen meanwhile counts for nothing.</summary>
    public void ComeBack()
    {
        _short = _base;
        _seasonShort = _seasonOffset;
        _rhythm = _rhythmOffset;
    }

    /// <summary>Something abnormal has lasted so long that it is what is usual from now on.</summary>
    public void TakeOver()
    {
        _near = _fast;
        _base = _fast;
        _seasonOffset = _rhythmOffset = _rhythm = _seasonShort;
    }

    private Outlook Judge(long timeNs, double value, double interval, double memory, double leastReach, bool ordinary) // hot
    {
        double logRarity = interval < FastSeconds ? FastLogRarity : Math.Log(Math.Min(1e-6, interval / (QuietSeconds * Questions)));
        Measure(timeNs, logRarity);
        Outlook worst = Sharpest(value, leastReach);
        _calm = ordinary ? Math.Min(_calm + 1, LagCalm) : 0;
        _short += (value - _short) * Math.Max(ShortRate, 1.0 / (_seen + 1));
        double leastOfMeans = leastReach * MeanShare;
        worst = Further(worst, Ask(ref _shiftTail, Channel.Level, _base, _short, memory, leastOfMeans, ordinary));
        if (ordinary)
        {
            _near += (value - _near) * Math.Max(1.0 / (_seen + 1), 1 / FastSamples);
            _base += (value - _base) * Math.Max(1.0 / (_seen + 1), 1 / SlowSamples);
        }

        if (!_season.TryFollow(timeNs, interval, out double distance) || timeNs - _firstNs < (long)(DaySeconds * 1e9))
        {
            return worst;
        }

        double followed = _level + distance;
        double miss = value - followed;
        _seasonSeen++;
        double early = 1.0 / _seasonSeen;
        _seasonShort += (miss - _seasonShort) * Math.Max(early, ShortRate);
        if (!_weekKnown && timeNs - _firstNs >= WeeksKnownNs)
        {
            _weekKnown = true;
            _seasonShiftTail.Restart();
            _rhythmTail.Restart();
        }

        bool seasonal = Math.Abs(_oneWay) < Monotone && _seasonShiftTail.Deviation < ClearlyBetter * _shiftTail.Deviation;
        Outlook season = Ask(ref _seasonShiftTail, Channel.Season, followed + _seasonOffset, followed + _seasonShort, memory, leastOfMeans, ordinary);
        if (ordinary)
        {
            _seasonOffset += (miss - _seasonOffset) * Math.Max(early, 1 / SlowSamples);
            _rhythm += (miss - _rhythm) * Math.Max(early, 1 / SeasonMeanSamples);
        }

        Outlook rhythm = Ask(ref _rhythmTail, Channel.Rhythm, followed + _rhythmOffset, followed + _rhythm, memory, leastOfMeans, ordinary);
        _rhythmOffset += ordinary ? (miss - _rhythmOffset) * Math.Max(early, Math.Min(1, interval / DaySeconds)) : 0;
        return !seasonal ? worst : timeNs - _firstNs < WeekKnownNs ? Further(worst, season) : Further(Further(worst, season), rhythm);
    }

    private static Outlook Further(in Outlook one, in Outlook other) => other.Times > one.Times && other.Times > 1 ? other : one; // hot

    /// <summary>Of the predictors of the next sample the one that allows it least.</summary>
    private readonly Outlook Sharpest(double value, double leastReach) // hot
    {
        Outlook best = Of(_stepTail, _last + _drift, value, leastReach);
        Outlook fast = Of(_fastTail, _near, value, leastReach);
        best = Sharper(fast, best);
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
        new(Channel.Sample, expected, value, Math.Max(tail.ReachBelow, leastReach), Math.Max(tail.ReachAbove, leastReach));

    private static Outlook Ask(ref ResidualTail tail, Channel channel, double expected, double seen, double memory, double leastReach, bool ordinary) // hot
    {
        Outlook outlook = new(channel, expected, seen, Math.Max(tail.ReachBelow, leastReach), Math.Max(tail.ReachAbove, leastReach));
        if (ordinary)
        {
            tail.Observe(seen - expected, memory);
        }

        return outlook;
    }

    private void Measure(long timeNs, double logRarity) // hot
    {
        // Often at first, when each sample changes much.
        bool believed = !_weekKnown || timeNs - _firstNs >= WeeksKnownNs + RestartNs;
        int turn = (int)(_seen % (_seen < MeasureEvery * MeasureEvery ? 8 : MeasureEvery));
        switch (turn)
        {
            case 1: _stepTail.Measure(logRarity); break;
            case 2: _fastTail.Measure(logRarity); break;
            case 3: _lagTail.Measure(logRarity); break;
            case 4: _shiftTail.Measure(logRarity + ShortLog); break;
            case 5 when believed: _seasonShiftTail.Measure(logRarity + ShortLog); break;
            case 6 when believed: _rhythmTail.Measure(logRarity + RhythmLog); break;
        }
    }

    private Residuals Weigh(long timeNs, double value, double interval, double memory, bool ordinary) // hot
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
        (double season, double seasonMean) = SeasonEvidence(timeNs, value, interval, memory, ordinary);
        return new Residuals(
            Level: _levelTail.Observe(value - _level, memory, ordinary),
            Step: _stepTail.Observe(step - _drift, memory, ordinary),
            Fast: _fastTail.Observe(fromFast, memory, ordinary),
            Season: season,
            Slow: _slowTail.Observe(_slow - _level, memory, ordinary),
            Volatility: _volatilityTail.Observe(volatility, memory, ordinary),
            Lags: _lagTail.Observe(unpredicted, memory, ordinary),
            Transition: transition,
            SeasonMean: seasonMean,
            Range: range);
    }

    private (double Season, double Mean) SeasonEvidence(long timeNs, double value, double interval, double memory, bool ordinary) // hot
    {
        bool known = _season.TryExpect(timeNs, interval, out double distance);
        double miss = known ? value - _level - distance : 0;
        _seasonMean += (miss - _seasonMean) / SeasonMeanSamples;
        return known ? (_seasonTail.Observe(miss, memory, ordinary), _seasonMeanTail.Observe(_seasonMean, memory, ordinary)) : (0, 0);
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
        double pull = Clip * _stepTail.Deviation;
        _drift += (Math.Clamp(value - _last, -pull, pull) - _drift) * Math.Max(1.0 / (_seen + 1), 1 / SlowVolatilitySamples);
        _last = value;
    }
}
