using Nightjar.Core.Detection.Engine;
using Nightjar.Core.Telemetry;

namespace Nightjar.Core.Detection;

/// <summary>
/// Learns one series sample by sample and says of each whether it is outside what was learnt. Deterministic: the same samples
/// give the same bits. Not thread-safe; O(1) and no allocation a sample; about 4.1 KB.
/// </summary>
/// <remarks>
/// The <see cref="AnomalyEngine"/> says what was expected and how far a sample may stray; here it is held on to while values stay
/// outside, and what has become a habit is not called abnormal again (<see cref="EventLog"/>).
/// </remarks>
public sealed class SeriesDetector
{
    // What nobody would call a change, in widths of the scale's floor and of the smallest change seen: with the grain, one step is none.
    private const double Floors = 5;
    private const double Steps = 0.9;

    // A value that can only be one step further is not outside by less than half of it.
    private const double Grain = 0.5;

    // A series that has never moved may move by a tenth; the longer it has not, the less.
    private const double ConstantShare = 0.1;
    private const double ConstantSamples = 300;

    // The last digits of a number are not judged.
    private const double RelativeFloor = 1e-5;

    // On its first day a series shows much for the first time; only what leaves all that was seen by a fourth of it is news then,
    // in the first hours by more.
    private const double RecordShare = 0.25;
    private static readonly long DayNs = TimeSpan.FromDays(1).ToNs();
    private static readonly long HourNs = TimeSpan.FromHours(1).ToNs();

    // What is seen for the first time belongs to the range when it is of twenty samples in a row, and of some more that only confirm, without
    // anything abnormal.
    private const int RangeSamples = 20;
    private const int ConfirmSamples = 3;

    // So many ordinary samples end an excursion; so many abnormal ones at least are a new level.
    private const int InsideSamples = 3;
    private const int LevelSamples = 20;

    // A fall from a constant has no spread to be measured by; a million says it as well as a googol.
    private const double LargestZ = 1e6;

    // Slowly forgets the smallest change: one odd tiny step is outgrown within some thousand samples.
    private const double StepGrowth = 1.001;

    // A shift is seen within ten to fifteen samples, when a mean of twenty has come a quarter of the way; what drifts takes it along. In one sample, by how far
    // such means usually stray: a spike leaves them where they were. What climbs comes less than half of the way in one sample.
    private const double DriftShare = 0.35;
    private const double DriftTimes = 2;
    private const double ClimbTimes = 0.5;
    private const double JumpShare = 0.5;

    // What stands still eight times as long as ever before, for half an hour of one-minute samples and ten minutes at least, is stuck. Whether it moves by day only
    // is known after the first one; and what has stood still for a day more does so from now on. Never more than a warning.
    private const int StillTimes = 8;
    private const int StillSamples = 30;
    private const double StillSeconds = 600;
    private const double MostStill = 2;
    private const double DaySeconds = 86_400;

    // Where samples come faster, two of three must agree; faster than the second, three of four.
    private const float SingleSeconds = 12;
    private const float FastSeconds = 4;

    // In standard deviations: where the range of normally distributed noise ends.
    private const double Bar = 5;

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
    public long Count => _state.Engine.Seen;

    /// <summary>When the newest sample was, and how far they usually lie apart.</summary>
    public ref Cadence Cadence => ref _state.Engine.Cadence;

    /// <summary>True until the series is judged.</summary>
    public bool IsLearning => IsLearningAt(Cadence.LastNs);

    /// <summary>How many of the newest samples must agree, of how many, for an event; by the speed of sampling.</summary>
    public (int Agreeing, int Of) Agreement => Cadence.Seconds switch { < FastSeconds => (3, 4), < SingleSeconds => (2, 3), _ => (1, 1) };

    /// <summary>Judges a sample by what was learnt before it, then learns it.</summary>
    /// <param name="timeNs">Ns since 1970 UTC; a time that is not newer than the last one is judged, too, with no time passed.</param>
    /// <param name="value">NaN, infinities and what is beyond ±1e30 are neither judged nor learnt.</param>
    public Verdict Score(long timeNs, double value) // hot
    {
        bool learning = IsLearningAt(Math.Max(timeNs, Cadence.LastNs));
        if (_state.Engine.IsAfterGap(timeNs))
        {
            _state.Excursion = default;
        }

        double before = Count == 0 ? value : _state.Engine.Last;
        long offsetNs = _options.Zone.OffsetNs(timeNs);
        if (_state.Engine.Judge(timeNs, value, LeastReach(value), offsetNs) is not { } outlook)
        {
            return NoNumber(learning);
        }

        if (Count == 0)
        {
            _state.Smallest = value;
            _state.Largest = value;
        }

        Verdict verdict = _state.Excursion.IsOpen ? GoOn(timeNs, value) : Judge(timeNs, value, before, outlook, learning);
        LearnStep(Math.Abs(value - before), verdict.State == VerdictState.Abnormal);
        LearnRange(value);
        LearnStill(value == before);
        verdict = verdict.State == VerdictState.Normal && _state.Still >= StillSamples && !_state.Excursion.IsOpen ? Still(timeNs, verdict) : verdict;
        Abnormality rarity = _state.Engine.Learn(timeNs, value, !_state.Excursion.IsNews, offsetNs);

        // It has never stood still for so long; no residual says so.
        return verdict with { Abnormality = verdict.Shape == AnomalyShape.FlatLine ? rarity with { ReturnSamples = Count, Evidence = default } : rarity };
    }

    /// <summary>Judges a sample and learns nothing of it but that it came: for times that say nothing of ordinary ones.</summary>
    /// <inheritdoc cref="Score"/>
    public Verdict Weigh(long timeNs, double value)
    {
        DetectorState before = _state;
        Verdict verdict = Score(timeNs, value);
        Cadence cadence = Cadence;
        _state = before;
        Cadence = cadence;
        return verdict;
    }

    private bool IsLearningAt(long timeNs) => Count < _options.WarmUpSamples || timeNs - _state.Engine.FirstNs < _options.WarmUpTime.ToNs();

    private Verdict NoNumber(bool learning)
    {
        VerdictState said = learning ? VerdictState.Learning : VerdictState.Normal;
        double expected = Count == 0 ? double.NaN : _state.Engine.SlowMean;
        return new Verdict(said, expected, expected, expected, 0, Bar);
    }

    /// <summary>The distance from what is expected that is ordinary whatever the past.</summary>
    private double LeastReach(double value) // hot
    {
        double level = Math.Abs(_state.Engine.SlowMean);
        double least = Math.Max(Floors * _scale.Floor, Math.Max(RelativeFloor * level, double.Epsilon * 1e16));
        if (_state.Step > 0)
        {
            return Math.Max(least, Steps * _state.Step);
        }

        least = Math.Max(least, ConstantShare * level * Math.Min(1, ConstantSamples / (Count + 1)));

        // A series that has never changed has shown no step; where it counts something, one more or less is nothing yet.
        // That it falls to zero for the first time is another matter: `up`, replicas, members of a cluster do so when they die.
        return level == 0 || (value != 0 && (_scale.Floor > 0 || Math.Floor(level) == level)) ? Math.Max(least, Floors * _scale.ConstantFloor) : least;
    }

    private Verdict Judge(long timeNs, double value, double before, in Outlook outlook, bool learning) // hot
    {
        double distance = outlook.Seen - outlook.Expected;
        bool outside = outlook.Times > 1 && Math.Abs(distance) > (distance < 0 ? outlook.Below : outlook.Above) + (Grain * _state.Step);
        if (learning || !outside)
        {
            return Describe(learning ? VerdictState.Learning : VerdictState.Normal, outlook.Expected, outlook.Below, outlook.Above, value - outlook.Expected);
        }

        _state.Excursion = new Excursion
        {
            IsOpen = true,
            Shape = ShapeOf(value, before, outlook),
            Samples = 1,
            StartNs = timeNs,
            LastNs = timeNs,
            Expected = outlook.Expected,
            Below = outlook.Below,
            Above = outlook.Above,

            // A mean strays by less than its newest sample, and it is the samples that the peaks of excursions are measured by.
            Peak = distance < 0 ? Math.Min(distance, value - outlook.Expected) : Math.Max(distance, value - outlook.Expected),
        };
        Verdict verdict = Describe(Said(timeNs, value), outlook.Expected, outlook.Below, outlook.Above, distance) with { Shape = _state.Excursion.Shape };
        return outlook.Channel == Channel.Sample ? verdict : verdict with { Mean = outlook.Seen };
    }

    /// <summary>Judges by what was expected when the excursion began.</summary>
    private Verdict GoOn(long timeNs, double value) // hot
    {
        ref Excursion excursion = ref _state.Excursion;
        double distance = value - excursion.Expected;
        bool inside = Math.Abs(distance) <= (distance < 0 ? excursion.Below : excursion.Above) + (Grain * _state.Step);
        excursion.Samples++;
        (excursion.Inside, excursion.LastNs) = inside ? ((byte)(excursion.Inside + 1), excursion.LastNs) : ((byte)0, timeNs);
        excursion.Peak = Math.Abs(distance) > Math.Abs(excursion.Peak) ? distance : excursion.Peak;
        VerdictState said = inside ? VerdictState.Normal : Said(timeNs, value);
        Verdict verdict = Describe(said, excursion.Expected, excursion.Below, excursion.Above, distance) with { Shape = inside ? AnomalyShape.None : excursion.Shape };
        bool isLevel = excursion.Samples > LevelSamples && timeNs - excursion.StartNs >= _options.RelearnAfter.ToNs();
        if (excursion.Inside >= InsideSamples || isLevel)
        {
            _state.Events.Add(excursion.Peak, excursion.StartNs / Clock.NsPerSecond, excursion.LastNs / Clock.NsPerSecond, _state.Step == 0);
            if (excursion.Inside >= InsideSamples)
            {
                _state.Engine.ComeBack();
            }
            else
            {
                _state.Engine.TakeOver();
            }

            excursion = default;
        }

        return verdict;
    }

    /// <summary>What has begun, by the way that led there.</summary>
    private AnomalyShape ShapeOf(double value, double before, in Outlook outlook)
    {
        // How far a mean of twenty samples has come along.
        ref AnomalyEngine engine = ref _state.Engine;
        double came = engine.Near - engine.SlowMean;
        double way = outlook.Seen - engine.SlowMean;
        switch (outlook.Channel)
        {
            case Channel.Rhythm:
                return AnomalyShape.SeasonBreak;
            case Channel.Level or Channel.Season:
                return came / way > DriftShare ? AnomalyShape.Drift : AnomalyShape.LevelShift;
            default:
                double margin = RecordShare * (_state.Largest - _state.Smallest);
                bool jumps = Math.Abs(value - before) >= JumpShare * Math.Abs(outlook.Seen - outlook.Expected);
                double shifts = came * Math.Sign(way) / engine.UsualShift;
                bool climbs = !jumps && shifts > ClimbTimes;
                return climbs && value > _state.Largest + margin ? AnomalyShape.NewMaximum
                    : climbs && value < _state.Smallest - margin ? AnomalyShape.NewMinimum
                    : shifts > DriftTimes ? AnomalyShape.Drift : AnomalyShape.Spike;
        }
    }

    /// <summary>The verdict where the value has not moved for so long.</summary>
    private Verdict Still(long timeNs, in Verdict verdict)
    {
        double interval = Cadence.Seconds;
        double needed = Math.Max(StillTimes * Math.Max(1.0, _state.LongestStill), StillSeconds / interval);
        double times = _state.Still / needed;
        double since = (timeNs - _state.Engine.FirstNs) / (double)Clock.NsPerSecond - (_state.Still * interval);
        bool isFlat = times >= 1 && _state.Still < ushort.MaxValue && since >= DaySeconds && _state.Still * interval < (needed * interval) + DaySeconds;
        return isFlat ? verdict with { State = VerdictState.Abnormal, Shape = AnomalyShape.FlatLine, Z = Bar * Math.Min(times, MostStill) } : verdict;
    }

    private VerdictState Said(long timeNs, double value)
    {
        bool isNews = (timeNs - _state.Engine.FirstNs >= DayNs || IsRecord(timeNs, value)) && _state.Events.IsNews(_state.Excursion.Peak, timeNs / Clock.NsPerSecond);
        _state.Excursion.IsNews |= isNews;
        return isNews ? VerdictState.Abnormal : VerdictState.Normal;
    }

    /// <summary>True for what is well beyond everything that was ordinary so far.</summary>
    private bool IsRecord(long timeNs, double value)
    {
        double hours = Math.Max(1, (timeNs - _state.Engine.FirstNs) / (double)HourNs);
        double margin = Math.Max(RecordShare, 1 / hours) * (_state.Largest - _state.Smallest);
        return value > _state.Largest + margin || value < _state.Smallest - margin;
    }

    private Verdict Describe(VerdictState said, double expected, double below, double above, double distance) // hot
    {
        double reach = distance < 0 ? below : above;
        double spread = Math.Max(reach / Bar, double.Epsilon * 1e16);
        double z = Math.Clamp(distance / spread, -LargestZ, LargestZ);
        double lower = expected - below;

        // What cannot be is not shown as expected; the judgement is not touched by it.
        if (_state.Smallest >= 0 && lower < 0)
        {
            lower = Math.Min(0, expected);
        }

        return new Verdict(said, expected, lower, Math.Min(expected + above, Math.Max(_scale.Max, expected)), z, Bar);
    }

    private void LearnRange(double value) // hot
    {
        if (_state.Excursion.IsNews)
        {
            _state.Newest = 0;
            return;
        }

        if (_state.Newest < RangeSamples)
        {
            _state.NewestSmallest = _state.Newest == 0 ? value : Math.Min(_state.NewestSmallest, value);
            _state.NewestLargest = _state.Newest == 0 ? value : Math.Max(_state.NewestLargest, value);
        }

        if (++_state.Newest >= RangeSamples + ConfirmSamples)
        {
            _state.Smallest = Math.Min(_state.Smallest, _state.NewestSmallest);
            _state.Largest = Math.Max(_state.Largest, _state.NewestLargest);
            _state.Newest = 0;
        }
    }

    private void LearnStill(bool isStill) // hot
    {
        if (isStill)
        {
            _state.Still += (ushort)(_state.Still == ushort.MaxValue ? 0 : 1);
            return;
        }

        _state.LongestStill = Math.Max(_state.LongestStill, _state.Still);
        _state.Still = 0;
    }

    private void LearnStep(double change, bool abnormal) // hot
    {
        // Neither the fall nor the recovery of an abnormal time is a step of ordinary times.
        if (change > 0 && !abnormal && !_state.Excursion.IsNews)
        {
            _state.Step = _state.Step == 0 ? change : Math.Min(_state.Step * StepGrowth, change);
        }
    }
}
