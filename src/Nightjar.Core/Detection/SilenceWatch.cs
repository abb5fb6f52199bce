using Nightjar.Core.Telemetry;

namespace Nightjar.Core.Detection;

/// <summary>
/// Finds what has stopped reporting. When a whole source stops, one anomaly a root entity and shard says so: hundreds of series
/// of one dead host are one piece of news.
/// </summary>
internal sealed class SilenceWatch(DetectorOptions options)
{
    private readonly Dictionary<EntityId, Reporter> _silent = [];
    private readonly List<EntityId> _back = [];
    private long _watchedSinceNs = long.MinValue;

    /// <summary>Nobody listened before this time, so nothing before it is silence.</summary>
    public void WatchFrom(long nowNs) => _watchedSinceNs = nowNs;

    public void Tick(IEnumerable<Reporter> reporters, long nowNs, ICollection<Anomaly> changes)
    {
        foreach ((EntityId root, Reporter reporter) in _silent)
        {
            if (!reporter.First.IsSilent)
            {
                _back.Add(root);
            }
        }

        _back.ForEach(root => _silent.Remove(root));
        _back.Clear();
        foreach (Reporter reporter in reporters)
        {
            if (!reporter.IsOverdue(nowNs, _watchedSinceNs, options))
            {
                continue;
            }

            EntityId root = EntityRules.RootOf(reporter.Source).Id;
            if (!_silent.TryGetValue(root, out Reporter? told) || ReferenceEquals(told, reporter))
            {
                _silent[root] = reporter;
                reporter.Silent(nowNs, changes);
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
