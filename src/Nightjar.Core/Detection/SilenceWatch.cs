using Nightjar.Core.Telemetry;

namespace Nightjar.Core.Detection;

/// <summary>
/// Finds what has stopped reporting. When a whole source stops, one anomaly a root entity and shard says so: hundreds of series
/// of one dead host are one piece of news.
/// </summary>
internal sealed class SilenceWatch(ShardOptions options)
{
    private const int TicksMissed = 3;
    private readonly Dictionary<EntityId, Reporter> _silent = [];
    private readonly List<EntityId> _back = [];
    private long _watchedSinceNs;
    private long _tickedNs = long.MinValue;

    public void Tick(IEnumerable<Reporter> reporters, long nowNs, ICollection<Anomaly> changes)
    {
        // After a start, a backlog or a sleep of the machine nobody has listened, so nothing before is silence.
        if (_tickedNs < nowNs - (TicksMissed * options.TickInterval.ToNs()))
        {
            _watchedSinceNs = nowNs;
        }

        _tickedNs = nowNs;
        foreach ((EntityId root, Reporter reporter) in _silent)
        {
            if (!reporter.First.IsSilent)
            {
                _back.Add(root);
            }
        }

        _back.ForEach(root => _silent.Remove(root));
        _back.Clear();

        // After a restart those that were told then are told on.
        foreach (Reporter reporter in reporters)
        {
            if (reporter.First.IsSilent)
            {
                _silent.TryAdd(EntityRules.RootOf(reporter.Source).Id, reporter);
            }
        }

        foreach (Reporter reporter in reporters)
        {
            if (!reporter.IsOverdue(nowNs, _watchedSinceNs, options.Detector))
            {
                continue;
            }

            EntityId root = EntityRules.RootOf(reporter.Source).Id;
            if (!_silent.TryGetValue(root, out Reporter? told) || ReferenceEquals(told, reporter))
            {
                _silent[root] = reporter;
                reporter.Silent(nowNs, changes);
            }
            else
            {
                // One speaks for all of its source; what was open of the others is over, as nothing more is known of it.
                reporter.CloseAll(reporter.LastNs, changes);
            }
        }
    }

    public void Forget(Reporter reporter)
    {
        foreach ((EntityId root, Reporter silent) in _silent)
        {
            if (ReferenceEquals(silent, reporter))
            {
                _silent.Remove(root);
            }
        }
    }
}
