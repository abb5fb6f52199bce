using Nightjar.Core.Detection.Joint;
using Nightjar.Core.Detection.Rules;
using Nightjar.Core.Telemetry;

namespace Nightjar.Core.Detection;

/// <summary>
/// The learnt state of some series and the work on it: derive, score, track, watch for silence. Owns its series alone: not
/// thread-safe. All series of one machine, instance or pod must come to one shard (<see cref="KeyOf"/>). A sample costs one look-up and O(1); no allocation but for
/// anomalies and new series.
/// </summary>
/// <param name="options">Bounds and constants.</param>
/// <param name="describe">Labels, kind and unit of a series by its id; null for one it does not know.</param>
public sealed class DetectionShard(ShardOptions options, Func<SeriesId, Series?> describe)
{
    // A sender that lags further behind the others than this has the samples in between scored when it next reports, not after a restart.
    private static readonly long LateNs = TimeSpan.FromMinutes(5).ToNs();

    // A shard without samples for so long is idle: it would have hours of samples of others read for it.
    private static readonly long IdleNs = TimeSpan.FromHours(1).ToNs();

    private readonly Dictionary<SeriesId, TrackedSeries> _series = [];
    private readonly Dictionary<SeriesId, Reporter> _reporters = [];
    private readonly Dictionary<SeriesId, HistogramSeries> _histograms = [];
    private readonly Dictionary<ulong, JointWatch> _joints = [];
    private readonly SilenceWatch _silence = new(options);
    private readonly ShardTally _tally = new() { Minutes = options.Minutes };
    private RuleBook _rulesAtTick = RuleBook.Empty;
    private long _unscored;
    private long _forgotten;
    private long _upToDateNs = long.MinValue;

    /// <summary>Raw series held.</summary>
    public int Count => _series.Count;

    /// <summary>Time of the newest sample scored; <see cref="long.MinValue"/> before the first.</summary>
    public long NewestNs { get; private set; } = long.MinValue;

    /// <summary>Samples scored since the start.</summary>
    public long Scored { get; private set; }

    /// <summary>How series are to be judged. A new book counts from the next sample of each series on; what it mutes is closed at the next <see cref="Tick"/>.</summary>
    public RuleBook Rules
    {
        get => _tally.Rules;
        set => _tally.Rules = value;
    }

    /// <summary>As of the last <see cref="Tick"/>.</summary>
    public ShardStatus Status { get; private set; }

    /// <summary>
    /// Evenly spread, and the same for all series of one machine, instance or pod (<see cref="EntityRules.BodyOf"/>): these must come to one shard.
    /// </summary>
    public static ulong KeyOf(Labels labels) => JointWatch.KeyOf(EntityRules.BodyOf(labels));

    /// <summary>
    /// Scores one sample. One that is not newer than the newest of its series is passed over: a replay may overlap what a
    /// snapshot holds.
    /// </summary>
    /// <param name="sample">Of each series in ascending time.</param>
    /// <param name="nowNs">The present; in a replay the sample's own time. It tells live series from late ones and changes no score.</param>
    /// <param name="changes">Takes anomalies opened, extended and closed, in order.</param>
    public void Score(in Sample sample, long nowNs, ICollection<Anomaly> changes) // hot
    {
        if (!_series.TryGetValue(sample.Series, out TrackedSeries? series))
        {
            series = Add(sample.Series);
            if (series is null)
            {
                _unscored++;
                return;
            }
        }

        if (sample.TimeNs <= series.LastNs)
        {
            return;
        }

        bool live = nowNs - sample.TimeNs <= options.Detector.SilentTime.ToNs();
        series.Observe(sample.TimeNs, sample.Value, live, changes);
        NewestNs = Math.Max(NewestNs, sample.TimeNs);
        Scored++;
    }

    /// <summary>Looks for silence, forgets what has long been gone, counts. O(series); call it every few seconds.</summary>
    /// <param name="nowNs">The present.</param>
    /// <param name="changes">As in <see cref="Score"/>.</param>
    /// <param name="judgeSilence">False while samples that have come in are not scored: every series then looks older than it is.</param>
    public void Tick(long nowNs, ICollection<Anomaly> changes, bool judgeSilence = true)
    {
        Forget(nowNs - options.ForgetAfter.ToNs(), changes);
        CloseMuted(nowNs, changes);
        foreach (JointWatch joint in _joints.Values)
        {
            joint.Tick(nowNs, changes);
        }

        if (judgeSilence)
        {
            _upToDateNs = nowNs;
            _silence.Tick(_reporters.Values, nowNs, changes);
        }

        Status = Survey();
    }

    /// <summary>Anomalies open now.</summary>
    public IEnumerable<Anomaly> OpenAnomalies() =>
        _reporters.Values.SelectMany(reporter => reporter.Scored.ToArray()).Select(series => series.Open)
            .Concat(_joints.Values.Select(joint => joint.Open)).OfType<Anomaly>();

    /// <summary>
    /// From which time on samples must be replayed after this state is restored: the oldest of the newest samples of all series
    /// that reported within the five minutes before the newest one. Where there was none for an hour, or none at all, five minutes
    /// before the last <see cref="Tick"/> that knew that all was scored; <see cref="long.MinValue"/> when there was no such tick.
    /// </summary>
    public long ReplayFromNs()
    {
        if (_upToDateNs != long.MinValue && NewestNs < _upToDateNs - IdleNs)
        {
            return _upToDateNs - LateNs;
        }

        long oldest = NewestNs;
        long active = NewestNs == long.MinValue ? NewestNs : NewestNs - LateNs;
        foreach (TrackedSeries series in _series.Values)
        {
            oldest = series.LastNs >= active && series.LastNs < oldest ? series.LastNs : oldest;
        }

        return oldest;
    }

    /// <summary>Writes all that is learnt (see <see cref="ShardSnapshot"/>).</summary>
    public byte[] Save() => ShardSnapshot.Write(NewestNs, ReplayFromNs(), _series, _reporters, _histograms, _joints);

    /// <summary>
    /// Takes over what <see cref="Save"/> wrote; only before the first sample. False with the problem named when it cannot be
    /// used (another version, damaged): the shard is then empty and learns anew.
    /// </summary>
    /// <param name="snapshot">As saved.</param>
    /// <param name="replayFromNs">From when on samples must be replayed.</param>
    /// <param name="problem">Why not, as a sentence.</param>
    public bool TryRestore(ReadOnlySpan<byte> snapshot, out long replayFromNs, out string? problem)
    {
        if (ShardSnapshot.TryRead(snapshot, id => Add(id), _reporters, _histograms, key => JointOf(key, []), out long newestNs, out replayFromNs, out problem))
        {
            NewestNs = newestNs;
            return true;
        }

        _series.Clear();
        _reporters.Clear();
        _histograms.Clear();
        _joints.Clear();
        return false;
    }

    /// <summary>
    /// Takes over what another shard has learnt of some series (from their history) in place of what is known of them here; all others
    /// stay. What is open of them is closed. They join the joint model of their entity anew; where it has no other members, it is taken
    /// over, too. False with the problem named when it cannot be used.
    /// </summary>
    /// <param name="snapshot">As <see cref="Save"/> wrote it there.</param>
    /// <param name="changes">As in <see cref="Score"/>.</param>
    /// <param name="problem">Why not, as a sentence.</param>
    public bool TryAdopt(ReadOnlySpan<byte> snapshot, ICollection<Anomaly> changes, out string? problem)
    {
        HashSet<SeriesId> renewed = [];
        bool adopted = ShardSnapshot.TryRead(snapshot, id => Renew(id, renewed, changes), _reporters, _histograms, key => JointOf(key, changes), out long newestNs, out _, out problem);
        NewestNs = Math.Max(NewestNs, newestNs);
        return adopted;
    }

    private TrackedSeries? Renew(SeriesId id, HashSet<SeriesId> renewed, ICollection<Anomaly> changes)
    {
        Series? source = describe(id);
        SeriesId reporting = source is not null && source.Kind.IsBucket() && DerivedSeries.TryHistogramOf(source.Labels, out Labels histogram, out _) ? histogram.Id : id;
        if (renewed.Add(reporting) && _reporters.Remove(reporting, out Reporter? before))
        {
            Drop(before, changes);
            _histograms.Remove(reporting);
        }

        _series.Remove(id);
        return Add(id);
    }

    private TrackedSeries? Add(SeriesId id)
    {
        Series? source = _series.Count < options.MaxSeries ? describe(id) : null;
        TrackedSeries? added = source is null ? null : Track(source);
        if (added is not null)
        {
            _series.Add(id, added);
        }

        return added;
    }

    private TrackedSeries? Track(Series source)
    {
        if (source.Kind.IsBucket())
        {
            return TrackBucket(source);
        }

        string ending = source.Kind.HasRate() ? DerivedName.Rate : "";
        Reporter reporter = new(source, new ScoredSeries(source, ending, options.Detector, _tally, JointOf(source), options.TapOf?.Invoke(source, ending)));
        _reporters[source.Id] = reporter;
        return ending.Length == 0 ? new GaugeSeries(reporter, source.Kind) : new RateSeries(reporter, source.Kind);
    }

    private BucketSeries? TrackBucket(Series bucket)
    {
        if (!DerivedSeries.TryHistogramOf(bucket.Labels, out Labels labels, out double bound))
        {
            return null;
        }

        if (!_histograms.TryGetValue(labels.Id, out HistogramSeries? histogram))
        {
            Series whole = bucket with { Labels = labels };
            JointWatch joint = JointOf(whole);
            Reporter reporter = new(whole, [.. DerivedSeries.HistogramEndings.Select(ending =>
                new ScoredSeries(whole, ending, options.Detector, _tally, joint, options.TapOf?.Invoke(whole, ending)))]);
            histogram = new HistogramSeries(reporter, bucket.Kind.IsDelta());
            _reporters[labels.Id] = reporter;
            _histograms[labels.Id] = histogram;
        }

        return new BucketSeries(histogram, bound);
    }

    private JointWatch JointOf(Series source)
    {
        EntityId body = EntityRules.BodyOf(source.Labels);
        ulong key = JointWatch.KeyOf(body);
        if (!_joints.TryGetValue(key, out JointWatch? joint))
        {
            joint = new JointWatch(body, _tally);
            _joints.Add(key, joint);
        }

        joint.Reporters++;
        return joint;
    }

    private void Drop(Reporter reporter, ICollection<Anomaly> changes)
    {
        reporter.Forget(changes);
        _silence.Forget(reporter);
        JointWatch joint = reporter.First.Joint;
        if (--joint.Reporters == 0)
        {
            _joints.Remove(joint.Key);
        }
    }

    /// <summary>
    /// What takes over the joint model of an entity whose series are known by now; null for one that has none, and where the model at work has
    /// members: a past of some series is no reason to forget how the others move.
    /// </summary>
    private Action<BinaryReader>? JointOf(ulong key, ICollection<Anomaly> changes) => _joints.TryGetValue(key, out JointWatch? joint) && !joint.HasMembers
        ? reader =>
        {
            joint.Close(NewestNs, changes);
            joint.Restore(reader, Find);
        }
    : null;

    private ScoredSeries? Find(SeriesId source, string ending)
    {
        if (_reporters.TryGetValue(source, out Reporter? reporter))
        {
            foreach (ScoredSeries series in reporter.Scored)
            {
                if (series.Ending == ending)
                {
                    return series;
                }
            }
        }

        return null;
    }

    private void Forget(long beforeNs, ICollection<Anomaly> changes)
    {
        foreach ((SeriesId id, TrackedSeries series) in _series)
        {
            if (series.LastNs < beforeNs)
            {
                _series.Remove(id);
                _forgotten++;
            }
        }

        foreach ((SeriesId id, Reporter reporter) in _reporters)
        {
            if (reporter.LastNs < beforeNs)
            {
                Drop(reporter, changes);
                _reporters.Remove(id);
                _histograms.Remove(id);
            }
        }
    }

    /// <summary>What a new book says is never to be told of is over, though its values go on.</summary>
    private void CloseMuted(long nowNs, ICollection<Anomaly> changes)
    {
        if (ReferenceEquals(_rulesAtTick, Rules))
        {
            return;
        }

        _rulesAtTick = Rules;
        foreach (Reporter reporter in _reporters.Values)
        {
            reporter.CloseMuted(nowNs, changes);
        }
    }

    private ShardStatus Survey()
    {
        int learning = 0;
        int judged = 0;
        double soonest = double.PositiveInfinity;
        foreach (Reporter reporter in _reporters.Values)
        {
            foreach (ScoredSeries series in reporter.Scored)
            {
                if (series.IsLearning)
                {
                    learning++;
                    soonest = reporter.HasEnded ? soonest : Math.Min(soonest, series.SecondsToVerdict);
                }
                else
                {
                    judged++;
                }
            }
        }

        return new ShardStatus(learning, judged, double.IsInfinity(soonest) ? 0 : soonest, _unscored, _forgotten, _tally.Opened, _tally.HeldBack);
    }
}
