using Nightjar.Core.Detection.Rules;
using Nightjar.Core.Telemetry;

namespace Nightjar.Core.Detection;

/// <summary>
/// What reports as one: a gauge, a counter, a whole histogram. Its series are scored together, and it falls silent or ends as one.
/// </summary>
internal sealed class Reporter(Series source, params ScoredSeries[] scored)
{
    private readonly ScoredSeries[] _scored = scored;
    private bool _live;

    public Labels Source => source.Labels;

    public ReadOnlySpan<ScoredSeries> Scored => _scored;

    public ScoredSeries First => _scored[0];

    public long LastNs { get; private set; } = long.MinValue;

    /// <summary>True after a stale marker: its silence says nothing.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>Notes a sample; false when it ended the series and so has no value.</summary>
    public bool Seen(long timeNs, double value, bool live, ICollection<Anomaly> changes) // hot
    {
        LastNs = Math.Max(LastNs, timeNs);
        _live = live;
        HasEnded = StaleMarker.Is(value);
        if (HasEnded)
        {
            CloseAll(timeNs, changes);
        }

        return !HasEnded;
    }

    /// <summary>True when it has missed so many samples of a steady rhythm that it must be called silent.</summary>
    public bool IsOverdue(long nowNs, long watchedSinceNs, DetectorOptions options)
    {
        SeriesRule rule = First.Rule.At(nowNs);
        if (HasEnded || !_live || !First.Cadence.IsSteady || rule.IsHeld || rule.Mode == RuleMode.Never)
        {
            return false;
        }

        // Less sensitive means more patient; more sensitive does not mean that one late sample is a silence.
        double patience = Math.Max(options.SilentTime.TotalSeconds, options.SilentIntervals * First.Cadence.Seconds) / Math.Min(1, rule.Sensitivity);
        return nowNs - Math.Max(LastNs, watchedSinceNs) > patience * Clock.NsPerSecond;
    }

    /// <summary>Opens or extends its silence; what else was open is over, as nothing more is known of it.</summary>
    public void Silent(long nowNs, ICollection<Anomaly> changes)
    {
        for (int i = 1; i < _scored.Length; i++)
        {
            _scored[i].Close(LastNs, changes);
        }

        First.Silent(LastNs, nowNs, changes);
    }

    public void CloseAll(long timeNs, ICollection<Anomaly> changes)
    {
        foreach (ScoredSeries series in _scored)
        {
            series.Close(timeNs, changes);
        }
    }

    /// <summary>It is no longer watched.</summary>
    public void Forget(ICollection<Anomaly> changes)
    {
        foreach (ScoredSeries series in _scored)
        {
            series.Forget(LastNs, changes);
        }
    }

    /// <summary>Closes what its rules say is never to be told of.</summary>
    public void CloseMuted(long timeNs, ICollection<Anomaly> changes)
    {
        foreach (ScoredSeries series in _scored)
        {
            if (series.Rule.Mode == RuleMode.Never)
            {
                series.Close(timeNs, changes);
            }
        }
    }

    public void Save(BinaryWriter writer)
    {
        writer.Write((byte)source.Kind);
        writer.Write(LastNs);
        writer.Write(HasEnded);
        writer.Write(_live);
        foreach (ScoredSeries series in _scored)
        {
            series.Save(writer);
        }
    }

    public void Restore(BinaryReader reader)
    {
        if (reader.ReadByte() != (byte)source.Kind)
        {
            return; // what was learnt of a gauge says nothing of a rate: begin anew
        }

        LastNs = reader.ReadInt64();
        HasEnded = reader.ReadBoolean();
        _live = reader.ReadBoolean();
        foreach (ScoredSeries series in _scored)
        {
            series.Restore(reader);
        }
    }
}
