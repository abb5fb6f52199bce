using System.Runtime.InteropServices;
using Nightjar.Core.Detection.Engine;
using Nightjar.Core.Detection.Joint;
using Nightjar.Core.Detection.Rules;
using Nightjar.Core.Telemetry;

namespace Nightjar.Core.Detection;

/// <summary>One series under judgement, raw or derived: what is learnt, its anomaly if it has one, and who it is.</summary>
internal sealed class ScoredSeries(Series source, string ending, DetectorOptions options, ShardTally tally, JointWatch joint, VerdictTap? tap = null)
{
    private static readonly long DayNs = TimeSpan.FromDays(1).ToNs();

    // What is away for longer has another level.
    private const int SpikeSamples = 10;

    // Steps of noise that has become twice as large do not reach it for long.
    private const double Restless = 2.5;

    // Of what climbs in steps each is a small part of the way.
    private const double RestlessShare = 0.3;

    private readonly SeriesDetector _detector = new(options, SeriesScale.Of(source.Labels.Name, source.Unit, ending, source.Kind.IsBucket()));
    private TrackerState _tracker;
    private Labels? _labels;
    private SeriesId _id;
    private RuleBook _book = RuleBook.Empty;
    private SeriesRule _rule = SeriesRule.Default;
    private bool _isHolding;

    /// <summary>Made when first needed: most series never have an anomaly, and 100,000 label sets are 20 MB.</summary>
    public Labels Labels => _labels ??= ending.Length == 0 ? source.Labels : DerivedSeries.Of(source.Labels, ending);

    // Many series stand out once, and an id is kept for a twentieth of what labels are.
    private SeriesId Id
    {
        get
        {
            if (_id == default)
            {
                _id = ending.Length == 0 ? source.Id : DerivedSeries.Of(source.Labels, ending).Id;
            }

            return _id;
        }
    }

    public SeriesId SourceId => source.Id;

    /// <summary>A <see cref="DerivedName"/>, or empty.</summary>
    public string Ending => ending;

    public string Unit => SeriesUnit.Of(source, ending);

    /// <summary>Spreads below it are nothing, in its unit.</summary>
    public double Floor => SeriesScale.Of(source.Labels.Name, source.Unit, ending, source.Kind.IsBucket()).Floor;

    public JointWatch Joint => joint;

    /// <summary>Its place in the joint model of its entity; below 0 when it has none.</summary>
    public int JointPlace { get; set; } = -1;

    /// <summary>True once it has changed its value.</summary>
    public bool HasMoved => _detector.State.Step > 0;

    /// <summary>True while it is outside its range, be it news or a habit.</summary>
    public bool IsAway => _tracker.IsOpen || _detector.State.Excursion.IsOpen;

    /// <summary>How it is to be judged, by the shard's present book.</summary>
    public SeriesRule Rule
    {
        get
        {
            if (!ReferenceEquals(_book, tally.Rules))
            {
                _book = tally.Rules;
                _rule = _book.Of(source.Labels, ending);
            }

            return _rule;
        }
    }

    public bool IsLearning => _detector.IsLearning;

    public bool IsSilent => _tracker is { IsOpen: true, Kind: AnomalyKind.Silence };

    public ref readonly Cadence Cadence => ref _detector.Cadence;

    /// <summary>Seconds until it is judged, if it goes on as so far; 0 when it is, infinite while its rhythm is unknown.</summary>
    public double SecondsToVerdict => !IsLearning ? 0
        : _detector.Cadence.Seconds == 0 ? double.PositiveInfinity
        : Math.Max((options.WarmUpSamples - _detector.Count) * _detector.Cadence.Seconds, 1);

    /// <summary>The verdict; what it does to the anomaly is added to <paramref name="changes"/>.</summary>
    public Verdict Score(long timeNs, double value, ICollection<Anomaly> changes) // hot
    {
        if (IsSilent)
        {
            Close(timeNs, changes);
        }

        SeriesRule rule = Rule.At(timeNs);
        _isHolding &= rule.IsHeld;
        Verdict verdict = rule.IsHeld ? Hold(rule, timeNs, value) : RuleJudgement.Apply(rule, _detector.Score(timeNs, value), value);
        if (!double.IsFinite(value))
        {
            // No number is no recovery, but nobody knows for how long: what is open is over after the time in which a level is taken over.
            if (_tracker.IsOpen && timeNs - _tracker.LastNs >= options.RelearnAfter.ToNs())
            {
                Close(timeNs, changes);
            }

            return verdict;
        }

        TrackerChange change = AnomalyTracker.Observe(ref _tracker, verdict, timeNs, value, _detector.Agreement, _detector.Count);
        if (change != TrackerChange.None)
        {
            _tracker.Shape = ShapeOf(change, verdict.Shape);
            changes.Add(Tell(change));
        }

        if (verdict.Abnormality.Point >= AbnormalMinutes.Bar && verdict.State != VerdictState.Learning)
        {
            tally.Minutes?.Note(Id, timeNs, verdict.Abnormality.Point);
        }

        tap?.Take(timeNs, verdict);
        if (verdict.State != VerdictState.Learning && Math.Abs(value) <= AnomalyEngine.LargestValue && !rule.IsHeld && rule.Mode != RuleMode.Never)
        {
            joint.Take(this, timeNs, value, _detector.State.Engine.Season, changes);
        }

        return verdict;
    }

    /// <summary>Opens or extends the silence of a series last seen at <paramref name="lastNs"/>.</summary>
    public void Silent(long lastNs, long nowNs, ICollection<Anomaly> changes)
    {
        if (_tracker is { IsOpen: true, Kind: AnomalyKind.OutOfRange })
        {
            Close(lastNs, changes);
        }

        ref AnomalyEngine learnt = ref _detector.State.Engine;
        TrackerChange change = AnomalyTracker.Silent(ref _tracker, lastNs, nowNs, learnt.Cadence.Seconds, learnt.Last, learnt.SlowMean, learnt.Seen);
        if (change != TrackerChange.None)
        {
            changes.Add(Tell(change));
        }
    }

    /// <summary>Closes whatever is open.</summary>
    public void Close(long timeNs, ICollection<Anomaly> changes)
    {
        if (AnomalyTracker.Close(ref _tracker, timeNs) == TrackerChange.Closed)
        {
            changes.Add(Describe(TrackerChange.Closed));
        }

        _tracker = default;
    }

    /// <summary>It is no longer watched: what is open is over, and its place in the joint model is free.</summary>
    public void Forget(long timeNs, ICollection<Anomaly> changes)
    {
        Close(timeNs, changes);
        joint.Forget(this, changes);
    }

    /// <summary>The anomaly as it stands, or null when none is open.</summary>
    public Anomaly? Open => _tracker.IsOpen ? Describe(TrackerChange.Extended) : null;

    public void Save(BinaryWriter writer)
    {
        writer.Write(MemoryMarshal.AsBytes(new ReadOnlySpan<DetectorState>(ref _detector.State)));
        writer.Write(MemoryMarshal.AsBytes(new ReadOnlySpan<TrackerState>(ref _tracker)));
    }

    public void Restore(BinaryReader reader)
    {
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(new Span<DetectorState>(ref _detector.State)));
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(new Span<TrackerState>(ref _tracker)));
    }

    /// <summary>A sample while a scheduled event runs; each stretch that would have been abnormal counts once.</summary>
    private Verdict Hold(SeriesRule rule, long timeNs, double value)
    {
        Verdict verdict = RuleJudgement.Apply(rule, _detector.Weigh(timeNs, value), value);
        bool abnormal = verdict.State == VerdictState.Abnormal;
        tally.HeldBack += abnormal && !_isHolding ? 1 : 0;
        _isHolding = abnormal;
        return RuleJudgement.Hold(verdict);
    }

    private AnomalyShape ShapeOf(TrackerChange change, AnomalyShape seen)
    {
        // A closed one has had its shape; a bound that people have set is passed without an excursion.
        if (change == TrackerChange.Closed || seen == AnomalyShape.None)
        {
            return _tracker.Shape;
        }

        bool isLong = _tracker.LastNs - _tracker.StartNs > SpikeSamples * _detector.Cadence.Seconds * Clock.NsPerSecond;
        AnomalyShape first = change == TrackerChange.Opened || seen == AnomalyShape.SeasonBreak || _tracker.Shape == AnomalyShape.None ? seen : _tracker.Shape;
        return !isLong || first is not (AnomalyShape.Spike or AnomalyShape.LevelShift) ? first
            : IsRestless() ? AnomalyShape.VarianceChange : AnomalyShape.LevelShift;
    }

    /// <summary>True when steps are larger than usual and lead nowhere.</summary>
    private bool IsRestless()
    {
        ref AnomalyEngine engine = ref _detector.State.Engine;
        return engine.NewestSteps >= Restless * engine.UsualStep && engine.NewestSteps >= RestlessShare * Math.Abs(_tracker.Observed - _tracker.Expected);
    }

    private Anomaly Tell(TrackerChange change)
    {
        tally.Opened += change == TrackerChange.Opened ? 1 : 0;
        return Describe(change);
    }

    private Anomaly Describe(TrackerChange change) => new()
    {
        Id = AnomalyId.Of(Labels.Id, _tracker.Kind, _tracker.StartNs),
        Series = Labels,
        Unit = Unit,
        Entity = EntityRules.Of(source.Labels)[0].Id,
        Kind = _tracker.Kind,
        Direction = _tracker.Shape == AnomalyShape.FlatLine ? AnomalyDirection.None : _tracker.Direction,
        StartNs = _tracker.StartNs,
        LastNs = _tracker.LastNs,
        EndNs = change == TrackerChange.Closed ? _tracker.CalmSinceNs : null,
        Score = _tracker.Score,
        Observed = _tracker.Observed,
        Expected = _tracker.Expected,
        Lower = _tracker.Lower,
        Upper = _tracker.Upper,
        LearntSamples = _tracker.Learnt,
        ReturnSamples = _tracker.Rarest.ReturnSamples,
        Reasons = _tracker.Rarest.Evidence.Reasons(daySeen: _tracker.StartNs - _detector.State.Engine.FirstNs >= DayNs),
        Severity = _tracker.Severity,
        Shape = _tracker.Shape,
    };
}
