using Nightjar.Core.Telemetry;
using Nightjar.Storage.Telemetry;

namespace Nightjar.Server.Ingestion.Host;

/// <summary>
/// One look at the machine: all its samples share one time. A series written in an earlier round and not in this one has ended
/// (a disk pulled out, a process gone) and gets a stale marker, so that nobody calls it silent.
/// </summary>
internal sealed class HostRound(SeriesDoor door, string hostName)
{
    private readonly List<HostSeries> _live = [];
    private SampleBatch? _batch; // the caller's; null before the first round
    private long _round;
    private long _timeNs;

    /// <summary>Seconds since the round before; NaN in the first.</summary>
    public double ElapsedSeconds { get; private set; } = double.NaN;

    /// <summary>Series that are being written.</summary>
    public int LiveSeries => _live.Count;

    /// <summary>What could not be read in this round.</summary>
    public List<HostProblem> Problems { get; } = [];

    /// <summary>Begins a round that fills a batch.</summary>
    public void Begin(SampleBatch batch, long timeNs, double elapsedSeconds)
    {
        _batch = batch;
        _timeNs = timeNs;
        _round++;
        ElapsedSeconds = elapsedSeconds;
        Problems.Clear();
    }

    /// <summary>Adds a value; one that is not finite is left out.</summary>
    public void Add(HostSeries series, double value)
    {
        if (_batch is null || !double.IsFinite(value) || series.Entry(door, hostName, _batch) is not SeriesEntry entry)
        {
            return;
        }

        _batch.Add(entry, _timeNs, value);
        series.WrittenRound = _round;
        if (!series.IsLive)
        {
            series.IsLive = true;
            _live.Add(series);
        }
    }

    /// <summary>A share of the time since the round before, cut to 0..1; nothing in the first round or when the counter fell.</summary>
    public void AddShare(HostSeries series, double seconds)
    {
        if (seconds >= 0 && ElapsedSeconds > 0)
        {
            Add(series, Math.Min(1, seconds / ElapsedSeconds));
        }
    }

    /// <summary>Notes what cannot be read.</summary>
    public void Problem(string what, string why) => Problems.Add(new HostProblem(what, why));

    /// <summary>Marks the end of what this round did not write.</summary>
    public void MarkEnded()
    {
        foreach (HostSeries series in _live)
        {
            if (series.WrittenRound != _round && _batch is not null && series.Entry(door, hostName, _batch) is SeriesEntry entry)
            {
                _batch.Add(entry, _timeNs, StaleMarker.Value);
            }
        }
    }

    /// <summary>After the round is durable: the ended are forgotten. Without it, they are marked again with the next round.</summary>
    public void Forget()
    {
        foreach (HostSeries series in _live)
        {
            series.IsLive = series.WrittenRound == _round;
        }

        _live.RemoveAll(static series => !series.IsLive);
    }
}
