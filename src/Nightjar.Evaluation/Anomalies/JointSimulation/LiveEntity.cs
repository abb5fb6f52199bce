using System.Globalization;
using Nightjar.Core.Detection;
using Nightjar.Core.Telemetry;

namespace Nightjar.Evaluation.Anomalies.JointSimulation;

/// <summary>The series of one entity in a shard of their own, judged as a server would.</summary>
internal sealed class LiveEntity
{
    private readonly Dictionary<SeriesId, Series> _series;
    private readonly SeriesId[] _ids;
    private readonly Dictionary<Labels, int> _numbers = [];
    private readonly DetectionShard _shard;
    private readonly List<Anomaly> _changes = [];
    private readonly HashSet<string> _told = [];

    public LiveEntity(int series)
    {
        Series[] all =
        [
            .. Enumerable.Range(0, series).Select(i => new Series(
                Labels.Create(
                    new Label(Labels.MetricName, string.Create(CultureInfo.InvariantCulture, $"simulated_{i:000}")), new Label("job", "simulated"), new Label("instance", "one")),
                MetricKind.Gauge)),
        ];
        _series = all.ToDictionary(one => one.Id);
        _ids = [.. all.Select(one => one.Id)];
        for (int i = 0; i < all.Length; i++)
        {
            _numbers.Add(all[i].Labels, i);
        }

        _shard = new DetectionShard(new ShardOptions(), _series.GetValueOrDefault);
    }

    /// <summary>Anomalies that open with a minute of all series.</summary>
    public List<Anomaly> Score(long timeNs, Func<int, double> value)
    {
        for (int i = 0; i < _ids.Length; i++)
        {
            _shard.Score(new Sample(_ids[i], timeNs, value(i)), timeNs, _changes);
        }

        List<Anomaly> opened = [.. _changes.Where(change => _told.Add(change.Id))];
        _changes.Clear();
        return opened;
    }

    /// <summary>The number of a series.</summary>
    public int NumberOf(Labels labels) => _numbers[labels];

    /// <summary>Another one that has learnt the same, through a snapshot as at a restart.</summary>
    public LiveEntity Copy()
    {
        LiveEntity copy = new(_ids.Length);
        if (!copy._shard.TryRestore(_shard.Save(), out _, out string? problem))
        {
            throw new InvalidOperationException($"A snapshot just written cannot be read: {problem}");
        }

        copy._told.UnionWith(_told);
        return copy;
    }
}
