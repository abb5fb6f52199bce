using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text;
using Nightjar.Core.Detection.Engine;
using Nightjar.Core.Telemetry;

namespace Nightjar.Core.Detection.Joint;

/// <summary>
/// The joint model of one entity at work in its shard: which series are members, and the anomaly that they show together. Begins with the
/// first member; a series becomes one once it is judged and has moved.
/// </summary>
internal sealed class JointWatch(EntityId entity, ShardTally tally)
{
    private static readonly long DayNs = TimeSpan.FromDays(1).ToNs();

    // Series that report more seldom than this are not compared: their ticks would be too few to learn from.
    private const double SlowestSeconds = 5 * 60;

    // Nothing came for so long: what was open is over.
    private const int SilentTicks = 10;

    // Where there are more series than places, each day some that have nothing to do with the others make room for others, drawn by lot: one
    // of so many that wait may come in on a day, or those that arrive first would have all places.
    private const double LeastExplained = 0.1;
    private const int ChangedADay = 8;
    private const int Lots = 16;

    // A tick is worth telling when the one before, or the one before that, was abnormal, too; and nothing is outside its own range, so that
    // nobody has to be woken for it.
    private static readonly (int Agreeing, int Of) Agreement = (2, 3);
    private const Severity MostSeverity = Severity.Warning;

    // As for single series, whose z is measured in fifths of the range.
    private const double Bar = 5;

    // Shares below a tenth are noise; three series are as many as a person takes in.
    private const double LeastShare = 0.1;
    private const int MostCarriers = 3;

    private readonly List<ScoredSeries?> _members = [];
    private JointModel? _model;
    private TrackerState _tracker;
    private JointPattern _pattern;
    private Carrier[] _carriers = [];
    private long _day;
    private bool _isAwaited;

    /// <summary>By which shards and snapshots know the joint model of an entity: XXH3-64 of its id.</summary>
    public static ulong KeyOf(EntityId entity) => XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(entity.Value));

    /// <summary>See <see cref="KeyOf"/>.</summary>
    public ulong Key => KeyOf(entity);

    /// <summary>How many of the shard report of this entity: with the last one the model goes.</summary>
    public int Reporters { get; set; }

    /// <summary>True while it has members.</summary>
    public bool HasMembers => _members.Any(member => member is not null);

    /// <summary>The anomaly as it stands, or null when none is open.</summary>
    public Anomaly? Open => _tracker.IsOpen ? Describe(TrackerChange.Extended) : null;

    /// <summary>Takes a sample of a series that is judged; see <see cref="JointModel.Take"/>.</summary>
    public void Take(ScoredSeries series, long timeNs, double value, double season, ICollection<Anomaly> changes) // hot
    {
        if (timeNs / DayNs > _day && !_tracker.IsOpen)
        {
            _day = timeNs / DayNs;
            Survey();
        }

        if (series.JointPlace < 0 && !TryJoin(series, timeNs))
        {
            return;
        }

        JointModel model = _model!; // made with the first member
        while (model.TryClose(timeNs, out JointVerdict verdict))
        {
            Observe(model, verdict, changes);
        }

        model.Take(series.JointPlace, timeNs, value, season, series.IsAway);
    }

    /// <summary>Closes what is open once the whole entity has stopped reporting.</summary>
    public void Tick(long nowNs, ICollection<Anomaly> changes)
    {
        if (_tracker.IsOpen && nowNs - _tracker.LastNs > SilentTicks * _model!.StepNs && nowNs - _model.NewestNs > SilentTicks * _model.StepNs)
        {
            Close(_model.NewestNs, changes);
        }
    }

    /// <summary>A series is no longer watched; what it carries is over.</summary>
    public void Forget(ScoredSeries series, ICollection<Anomaly> changes)
    {
        if (series.JointPlace < 0)
        {
            return;
        }

        if (_carriers.Any(carrier => carrier.Place == series.JointPlace))
        {
            Close(_tracker.LastNs, changes);
        }

        Leave(series.JointPlace);
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

    public void Save(BinaryWriter writer)
    {
        writer.Write(_members.Count);
        foreach (ScoredSeries? member in _members)
        {
            writer.Write(member?.SourceId.Value ?? 0);
            writer.Write(member?.Ending ?? "");
        }

        writer.Write(_day);
        writer.Write(_isAwaited);
        writer.Write((byte)_pattern);
        writer.Write(MemoryMarshal.AsBytes(new ReadOnlySpan<TrackerState>(ref _tracker)));
        writer.Write(_carriers.Length);
        writer.Write(MemoryMarshal.AsBytes<Carrier>(_carriers.AsSpan()));
        _model?.Save(writer);
    }

    /// <summary>Goes on where the saved one was, in place of what is known here; a member that <paramref name="find"/> does not know leaves.</summary>
    public void Restore(BinaryReader reader, Func<SeriesId, string, ScoredSeries?> find)
    {
        _members.ForEach(member => member?.JointPlace = -1);
        _members.Clear();
        int count = reader.ReadInt32();
        for (int i = 0; i < count; i++)
        {
            ScoredSeries? member = find(new SeriesId(reader.ReadUInt64()), reader.ReadString());
            member?.JointPlace = i;
            _members.Add(member);
        }

        _day = reader.ReadInt64();
        _isAwaited = reader.ReadBoolean();
        _pattern = (JointPattern)reader.ReadByte();
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(new Span<TrackerState>(ref _tracker)));
        int carriers = reader.ReadInt32();
        if (carriers is < 0 or > MostCarriers)
        {
            throw new InvalidDataException("More carriers than there can be.");
        }

        _carriers = new Carrier[carriers];
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(_carriers.AsSpan()));
        _model = count == 0 ? null : JointModel.Restore(reader);
        for (int i = 0; i < count; i++)
        {
            if (_members[i] is null && !_model!.IsFree(i))
            {
                Leave(i);
            }
        }

        if (_carriers.Any(carrier => _members.ElementAtOrDefault(carrier.Place) is null))
        {
            // Nobody is left to tell it of.
            _tracker = default;
        }
    }

    private bool TryJoin(ScoredSeries series, long timeNs)
    {
        double seconds = series.Cadence.Seconds;
        if (!series.HasMoved || seconds > SlowestSeconds)
        {
            return false;
        }

        _model ??= new JointModel((long)Math.Max(1, Math.Ceiling(seconds / 60)) * Clock.NsPerMinute);
        if (seconds * Clock.NsPerSecond > _model.StepNs)
        {
            return false;
        }

        ulong lot = series.SourceId.Value + (ulong)(timeNs / DayNs);
        if (_model.Places == JointModel.MostMembers && lot % Lots != 0)
        {
            _isAwaited = true;
            return false;
        }

        int place = _model.Join(series.Floor);
        if (place < 0)
        {
            _isAwaited = true;
            return false;
        }

        while (_members.Count <= place)
        {
            _members.Add(null);
        }

        _members[place] = series;
        series.JointPlace = place;
        return true;
    }

    /// <summary>Once a day: who no longer reports leaves, and, where others wait, who has nothing to do with the rest.</summary>
    private void Survey()
    {
        int left = 0;
        for (int i = 0; i < _members.Count; i++)
        {
            if (_members[i] is not null && _model!.IsIdle(i, _isAwaited && left < ChangedADay ? LeastExplained : 0))
            {
                Leave(i);
                left++;
            }
        }

        _isAwaited = false;
    }

    private void Leave(int place)
    {
        _members[place]?.JointPlace = -1;
        _members[place] = null;
        _model!.Leave(place); // there is none without a model
        if (!_tracker.IsOpen && _carriers.Any(carrier => carrier.Place == place))
        {
            // What had begun to show was of who has left.
            _tracker = default;
        }
    }

    private void Observe(JointModel model, in JointVerdict verdict, ICollection<Anomaly> changes)
    {
        VerdictState state = !verdict.IsCalibrated ? VerdictState.Learning : verdict.IsAbnormal ? VerdictState.Abnormal : VerdictState.Normal;
        Verdict said = new(state, 0, 0, 0, verdict.Times * Bar, Bar) { Abnormality = new Abnormality(0, 0, verdict.ReturnTicks, default) };
        double before = _tracker.Score;
        TrackerChange change = AnomalyTracker.Observe(ref _tracker, said, verdict.TimeNs, 0, Agreement, verdict.Learnt);
        if (verdict.IsAbnormal && (_tracker.StartNs == verdict.TimeNs || _tracker.Score > before))
        {
            (_pattern, _carriers) = (verdict.Pattern, CarriersOf(model));
        }

        if (change != TrackerChange.None)
        {
            tally.Opened += change == TrackerChange.Opened ? 1 : 0;
            changes.Add(Describe(change));
        }
    }

    private Carrier[] CarriersOf(JointModel model) =>
    [
        .. Enumerable.Range(0, _members.Count)
            .Where(place => _members[place] is not null)
            .OrderByDescending(model.Share)
            .Where((place, rank) => rank == 0 || model.Share(place) >= LeastShare)
            .Take(MostCarriers)
            .Select(place => new Carrier(place, model.Share(place), model.Outlook(place))),
    ];

    private Anomaly Describe(TrackerChange change)
    {
        Carrier most = _carriers[0];
        ScoredSeries first = _members[most.Place]!; // nobody leaves while something is open
        return new Anomaly
        {
            Id = AnomalyId.Of(entity, _tracker.StartNs),
            Series = first.Labels,
            Unit = first.Unit,
            Entity = entity,
            Kind = AnomalyKind.Joint,
            Direction = most.Outlook.Value < most.Outlook.Expected ? AnomalyDirection.Down : AnomalyDirection.Up,
            StartNs = _tracker.StartNs,
            LastNs = _tracker.LastNs,
            EndNs = change == TrackerChange.Closed ? _tracker.CalmSinceNs : null,
            Score = _tracker.Score,
            Observed = most.Outlook.Value,
            Expected = most.Outlook.Expected,
            Lower = most.Outlook.Expected - most.Outlook.Reach,
            Upper = most.Outlook.Expected + most.Outlook.Reach,
            LearntSamples = _tracker.Learnt,
            ReturnSamples = _tracker.Rarest.ReturnSamples,
            Shape = _pattern == JointPattern.Parted ? AnomalyShape.Parted : AnomalyShape.Together,
            Severity = _tracker.Severity > MostSeverity ? MostSeverity : _tracker.Severity,
            Carriers = [.. _carriers.Select(Named)],
        };
    }

    private AnomalyCarrier Named(Carrier carrier)
    {
        ScoredSeries series = _members[carrier.Place]!; // as above
        return new AnomalyCarrier(series.Labels, series.Unit, carrier.Share, carrier.Outlook.Value, carrier.Outlook.Expected);
    }

    private readonly record struct Carrier(int Place, double Share, (double Value, double Expected, double Reach) Outlook);
}
