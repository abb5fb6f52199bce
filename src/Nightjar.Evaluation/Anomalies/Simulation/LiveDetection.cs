using Nightjar.Core.Detection;
using Nightjar.Core.Telemetry;

namespace Nightjar.Evaluation.Anomalies.Simulation;

/// <summary>One series in a shard of its own, judged as a server would: derivation, detector, event layer, silence.</summary>
internal sealed class LiveDetection
{
    private static readonly Series Watched = new(Labels.Create(new Label(Labels.MetricName, "simulated")), MetricKind.Gauge);
    private static readonly ShardOptions Options = new() { MaxSeries = 1, TickInterval = TimeSpan.FromMinutes(1) };

    private readonly DetectionShard _shard = new(Options, id => id == Watched.Id ? Watched : null);
    private readonly List<Anomaly> _changes = [];
    private readonly HashSet<string> _told = [];

    /// <summary>What was told with the newest sample or tick.</summary>
    public IReadOnlyList<Anomaly> Changes => _changes;

    /// <summary>Judges a sample; true when an anomaly opens with it.</summary>
    public bool Score(long timeNs, double value)
    {
        _changes.Clear();
        _shard.Score(new Sample(Watched.Id, timeNs, value), timeNs, _changes);
        return Opened();
    }

    /// <summary>Looks for silence; true when one is told.</summary>
    public bool Tick(long nowNs)
    {
        _changes.Clear();
        _shard.Tick(nowNs, _changes);
        return Opened();
    }

    /// <summary>Another one that has learnt the same, through a snapshot as at a restart.</summary>
    public LiveDetection Copy()
    {
        LiveDetection copy = new();
        if (!copy._shard.TryRestore(_shard.Save(), out _, out string? problem))
        {
            throw new InvalidOperationException($"A snapshot just written cannot be read: {problem}");
        }

        copy._told.UnionWith(_told);
        return copy;
    }

    /// <summary>Extended and closed anomalies are old news.</summary>
    private bool Opened()
    {
        bool opened = false;
        foreach (Anomaly change in _changes)
        {
            opened |= _told.Add(change.Id);
        }

        return opened;
    }
}
