using Nightjar.Core.Telemetry;

namespace Nightjar.Core.Detection;

/// <summary>
/// Learns one series sample by sample and says of each whether it is outside what was learnt. Deterministic: the same samples
/// give the same bits. Not thread-safe; O(1) and no allocation a sample; about 3.3 KB.
/// </summary>
/// <remarks>
/// Level and spread are exponential means with influence clipped as in "Robust Estimation of a Location Parameter" (Huber,
/// 1964), with rates 2/(n+1) until their horizon is reached, so that there is no warm-up gap. Where the hour of the day explains the
/// series better than its level, the hour profile is what is expected. The bar is calibrated by <see cref="TailMemory"/>.
/// </remarks>
public sealed class SeriesDetector
{
    // A mean absolute deviation times this is the standard deviation, for normally distributed noise: sqrt(pi / 2).
    private const double DeviationToSpread = 1.2533;

    // Without another floor the spread of a near-constant series would make an anomaly of every flicker.
    private const double RelativeFloor = 0.02;

    // How far one sample may pull: an abnormal one little; an ordinary burst much, or the spread of a series of bursts would shrink to nothing.
    private const double AbnormalClip = 2;
    private const double OrdinaryClip = 20;

    // Fewer samples give no spread to clip by.
    private const int ClipAfter = 10;

    // Spread changes more slowly than level: four horizons.
    private const double DeviationHorizons = 4;

    // Means of the recent past over about so many samples; also what a newly taken-over level rests on.
    private const int RecentSamples = 20;

    private const double DaySeconds = 86_400;

    // The season is compared with the level from the second day on, and used after four hours of being clearly better.
    private const double CompareSeconds = 4 * 3_600;
    private const double ClearlyBetter = 0.8;

    // Beyond it sums of squares or floats lose their meaning; no honest metric gets there.
    private const double Largest = 1e30;

    // A fall from a constant has no spread to be measured by; a million says it as well as a googol.
    private const double LargestZ = 1e6;

    // Slowly forgets the smallest change: one odd tiny step is outgrown within some thousand samples.
    private const double StepGrowth = 1.001;

    // At faster sampling than this three of four samples must agree, else two of three.
    private const float FastSeconds = 18;

    private readonly DetectorOptions _options;
    private readonly SeriesScale _scale;
    private DetectorState _state;

    /// <summary>A detector that knows nothing yet.</summary>
    public SeriesDetector(DetectorOptions options, SeriesScale scale)
    {
        _options = options;
        _scale = scale;
    }

    /// <summary>All that is learnt.</summary>
    public ref DetectorState State => ref _state;

    /// <summary>Samples seen.</summary>
    public long Count => _state.Count;

    /// <summary>When the newest sample was, and how far they usually lie apart.</summary>
    public ref Cadence Cadence => ref _state.Cadence;

    /// <summary>True until the series is judged.</summary>
    public bool IsLearning =>
        _state.Count < _options.WarmUpSamples || _state.Cadence.LastNs - _state.FirstNs < _options.WarmUpTime.ToNs();

    /// <summary>How many of the newest samples must agree, of how many, for an event; by the speed of sampling.</summary>
    public (int Agreeing, int Of) Agreement => _state.Cadence.Seconds < FastSeconds ? (3, 4) : (2, 3);

    /// <summary>Judges a sample by what was learnt before it, then learns it.</summary>
    /// <param name="timeNs">Ns since 1970 UTC; a time that is not newer than the last one is judged, too, with no time passed.</param>
    /// <param name="value">NaN, infinities and what is beyond ±1e30 are neither judged nor learnt.</param>
    public Verdict Score(long timeNs, double value) // hot
    {
        double seconds = _state.Cadence.Next(timeNs);
        if (!(Math.Abs(value) <= Largest))
        {
            return NoNumber(timeNs);
        }

        if (_state.Count == 0)
        {
            Begin(timeNs, value);
        }

        (double expected, double season, bool seasonal) = Expect(timeNs);
        double spread = Spread(seasonal, value);
        double z = Math.Clamp((value - expected) / spread, -LargestZ, LargestZ);
        bool learning = IsLearning;
        int learnt = Math.Max(1, _state.Learnt);
        double above = _state.Above.Bar(_options.BaseBar, learnt);
        double below = _state.Below.Bar(_options.BaseBar, learnt);
        VerdictState said = learning ? VerdictState.Learning : z > above || z < -below ? VerdictState.Abnormal : VerdictState.Normal;
        Verdict verdict = Describe(said, expected, spread, z, above, below) with { Abnormality = _state.Engine.Observe(timeNs, value) };

        RememberTails(z, seconds, above, below, learning);
        Learn(timeNs, value, season, spread, said == VerdictState.Abnormal);
        return verdict;
    }

    /// <summary>Judges a sample and learns nothing of it but that it came: for times that say nothing of ordinary ones.</summary>
    /// <inheritdoc cref="Score"/>
    public Verdict Weigh(long timeNs, double value)
    {
        DetectorState before = _state;
        Verdict verdict = Score(timeNs, value);
        Cadence cadence = _state.Cadence;
        _state = before;
        _state.Cadence = cadence;
        return verdict;
    }

    private Verdict NoNumber(long timeNs)
    {
        if (_state.Count == 0)
        {
            return new Verdict(VerdictState.Learning, double.NaN, double.NaN, double.NaN, 0, _options.BaseBar);
        }

        (double expected, _, bool seasonal) = Expect(timeNs);
        double spread = Spread(seasonal, expected);
        int learnt = Math.Max(1, _state.Learnt);
        VerdictState said = IsLearning ? VerdictState.Learning : VerdictState.Normal;
        return Describe(said, expected, spread, 0, _state.Above.Bar(_options.BaseBar, learnt), _state.Below.Bar(_options.BaseBar, learnt));
    }

    private void Begin(long timeNs, double value)
    {
        _state.FirstNs = timeNs;
        _state.Origin = value;
        _state.Level = value;
        _state.Recent = value;
        _state.LastValue = value;
        _state.Smallest = value;
    }

    private (double Expected, double Season, bool Seasonal) Expect(long timeNs) // hot
    {
        double season = _state.Origin + _state.Hours.At(timeNs);
        bool seasonal = _state.SeasonMiss < ClearlyBetter * _state.LevelMiss
            && _state.Compared * _state.Cadence.Seconds > CompareSeconds;
        return (seasonal ? season + _state.SeasonOffset : _state.Level, season, seasonal);
    }

    private double Spread(bool seasonal, double value) // hot
    {
        double deviation = seasonal ? _state.SeasonDeviation : _state.LevelDeviation;
        double floor = Math.Max(_scale.Floor, RelativeFloor * Math.Abs(_state.Level));
        if (_state.Step > 0)
        {
            floor = Math.Max(floor, _state.Step);
        }
        else if (_state.Level == 0 || (value != 0 && (_scale.Floor > 0 || Math.Floor(_state.Level) == _state.Level)))
        {
            // A series that has never changed has shown no step; where it counts something, one more or less is nothing yet.
            // That it falls to zero for the first time is another matter: `up`, replicas, members of a cluster do so when they die.
            floor = Math.Max(floor, _scale.ConstantFloor);
        }

        return Math.Max(Math.Max(DeviationToSpread * deviation, floor), double.Epsilon * 1e16);
    }

    private Verdict Describe(VerdictState said, double expected, double spread, double z, double above, double below) // hot
    {
        double lower = expected - (below * spread);
        double upper = expected + (above * spread);

        // What cannot be is not shown as expected; the judgement is not touched by it.
        if (_state.Smallest >= 0 && lower < 0)
        {
            lower = Math.Min(0, expected);
        }

        return new Verdict(said, expected, lower, Math.Min(upper, Math.Max(_scale.Max, expected)), z, z < 0 ? below : above);
    }

    private void RememberTails(double z, double seconds, double above, double below, bool learning) // hot
    {
        float now = (float)z;
        (float up, float down) = Agreement.Of == 4 ? Third(now) : Second(now);
        double abnormalSeconds = _state.AbnormalRun * _state.Cadence.Seconds;
        _state.Above.Observe(up, seconds, above, abnormalSeconds, learning);
        _state.Below.Observe(-down, seconds, below, abnormalSeconds, learning);
        _state.Z3 = _state.Z2;
        _state.Z2 = _state.Z1;
        _state.Z1 = now;
    }

    /// <summary>Third largest and third smallest of the newest four: what three of four samples reach.</summary>
    private (float Up, float Down) Third(float now) // hot
    {
        (float low, float high) = (Math.Min(now, _state.Z1), Math.Max(now, _state.Z1));
        (float low2, float high2) = (Math.Min(_state.Z2, _state.Z3), Math.Max(_state.Z2, _state.Z3));
        float middleLow = Math.Max(low, low2);
        float middleHigh = Math.Min(high, high2);
        return (Math.Min(middleLow, middleHigh), Math.Max(middleLow, middleHigh));
    }

    /// <summary>The middle one of the newest three: what two of three samples reach.</summary>
    private (float Up, float Down) Second(float now) // hot
    {
        float low = Math.Min(now, _state.Z1);
        float high = Math.Max(now, _state.Z1);
        float middle = Math.Max(low, Math.Min(high, _state.Z2));
        return (middle, middle);
    }

    private void Learn(long timeNs, double value, double season, double spread, bool abnormal) // hot
    {
        double interval = Math.Max(_state.Cadence.Seconds, 1e-3);
        double horizon = Math.Max(_options.MinHorizonSamples, _options.LevelHorizon.TotalSeconds / interval);
        _state.Count++;
        _state.Learnt = _state.Learnt == int.MaxValue ? int.MaxValue : _state.Learnt + 1;

        // Twice 1/n: what was so only in the first moments of the warm-up (a start, another load) soon weighs next to nothing.
        double early = 2.0 / (_state.Learnt + 1);
        double rate = Math.Max(early, 1 / horizon);
        double slowRate = Math.Max(early, 1 / (horizon * DeviationHorizons));
        double pull = _state.Learnt <= ClipAfter ? double.MaxValue : spread * (abnormal ? AbnormalClip : OrdinaryClip);

        double miss = Math.Clamp(value - _state.Level, -pull, pull);
        _state.Level += rate * miss;
        _state.LevelDeviation += slowRate * (Math.Abs(miss) - _state.LevelDeviation);
        LearnSeason(timeNs, value, season, miss, pull, rate, slowRate, interval, abnormal);
        LearnStep(value, abnormal);
        LearnRecent(value, abnormal, season, interval);
        _state.LastValue = value;
        _state.Smallest = Math.Min(_state.Smallest, value);
    }

    private void LearnSeason(
        long timeNs, double value, double season, double levelMiss, double pull, double rate, double slowRate, double interval, bool abnormal) // hot
    {
        double miss = Math.Clamp(value - season - _state.SeasonOffset, -pull, pull);
        if (timeNs - _state.FirstNs >= (long)(DaySeconds * 1e9))
        {
            // Only from the second day on does the profile know more than what it is just being told.
            _state.Compared = Math.Min(_state.Compared + 1, 1_000_000);
            double dayRate = Math.Max(1.0 / _state.Compared, interval / DaySeconds);
            _state.SeasonOffset += rate * miss;
            _state.SeasonDeviation += Math.Max(slowRate, 1.0 / _state.Compared) * (Math.Abs(miss) - _state.SeasonDeviation);
            _state.SeasonMiss += dayRate * (Math.Abs(miss) - _state.SeasonMiss);
            _state.LevelMiss += dayRate * (Math.Abs(levelMiss) - _state.LevelMiss);
        }

        _state.Hours.Learn(timeNs, value - _state.Origin, interval, abnormal);
    }

    private void LearnStep(double value, bool abnormal) // hot
    {
        double change = Math.Abs(value - _state.LastValue);

        // Neither the fall nor the recovery of an abnormal time is a step of ordinary times.
        if (change > 0 && !abnormal && _state.AbnormalRun == 0)
        {
            _state.Step = _state.Step == 0 ? change : Math.Min(_state.Step * StepGrowth, change);
        }
    }

    private void LearnRecent(double value, bool abnormal, double season, double interval) // hot
    {
        double miss = value - _state.Recent;
        _state.Recent += miss / RecentSamples;
        _state.RecentDeviation += (Math.Abs(miss) - _state.RecentDeviation) / RecentSamples;
        _state.AbnormalRun = abnormal ? _state.AbnormalRun + 1 : Math.Max(0, _state.AbnormalRun - 2);
        if (_state.AbnormalRun > RecentSamples && _state.AbnormalRun * interval >= _options.RelearnAfter.TotalSeconds)
        {
            _state.Level = _state.Recent;
            _state.LevelDeviation = _state.RecentDeviation;
            _state.SeasonOffset = _state.Recent - season;
            _state.SeasonDeviation = Math.Max(_state.SeasonDeviation, _state.RecentDeviation);
            _state.Learnt = RecentSamples;
            _state.AbnormalRun = 0;
        }
    }
}
