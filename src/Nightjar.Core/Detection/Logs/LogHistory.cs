using Nightjar.Core.Telemetry.Logs;

namespace Nightjar.Core.Detection.Logs;

/// <summary>What is remembered of a pattern's records: how many in each bucket of the timeline, their levels, their numbers. At most some 5 KB.</summary>
public sealed class LogHistory
{
    // Unknown, trace, debug, info, warn, error, fatal.
    private readonly long[] _levels = new long[7];
    private int[] _counts = [];
    private long _widthNs;
    private long _firstBucket;
    private int _beginnings;

    /// <summary>Records.</summary>
    public long Count { get; private set; }

    /// <summary>Of them, those with a time.</summary>
    public long TimedCount { get; private set; }

    /// <summary>The earliest, Unix ns.</summary>
    public long FirstNs { get; private set; } = long.MaxValue;

    /// <summary>The latest, Unix ns.</summary>
    public long LastNs { get; private set; } = long.MinValue;

    /// <summary>The severity that most of its records with a level have; <see cref="LogSeverity.Unknown"/> where none has.</summary>
    public byte Severity
    {
        get
        {
            int most = 0;
            for (int i = 1; i < _levels.Length; i++)
            {
                most = _levels[i] > 0 && (most == 0 || _levels[i] >= _levels[most]) ? i : most;
            }

            return most == 0 ? LogSeverity.Unknown : (byte)((most * 4) - 3);
        }
    }

    /// <summary>Its numbers.</summary>
    internal NumberSlots Numbers { get; } = new();

    /// <summary>Its counts by bucket, aligned with the timeline; none where no record has a time.</summary>
    internal ReadOnlySpan<int> CountsOn(LogTimeline timeline)
    {
        Align(timeline);
        return _counts.AsSpan(0, Math.Min(_counts.Length, timeline.Length));
    }

    /// <summary>Counts a record. // hot</summary>
    internal void Add(in LogLine line, LogTimeline timeline, int? bucket)
    {
        Count++;
        _levels[(line.Severity + 3) / 4]++;
        if (bucket is { } index)
        {
            Align(timeline);
            _counts = _counts.Length > 0 ? _counts : new int[LogTimeline.MaxBuckets];
            TimedCount++;
            FirstNs = Math.Min(FirstNs, line.TimeNs ?? FirstNs);
            LastNs = Math.Max(LastNs, line.TimeNs ?? LastNs);
            _counts[index]++;
        }

        Numbers.Add(line.Body, line.TimeNs);
    }

    /// <summary>Takes in what another has, whose pattern has become this one's.</summary>
    internal void Join(LogHistory other, LogTimeline timeline)
    {
        Align(timeline);
        ReadOnlySpan<int> counts = other.CountsOn(timeline);
        _counts = _counts.Length > 0 || counts.IsEmpty ? _counts : new int[LogTimeline.MaxBuckets];
        Count += other.Count;
        TimedCount += other.TimedCount;
        FirstNs = Math.Min(FirstNs, other.FirstNs);
        LastNs = Math.Max(LastNs, other.LastNs);
        for (int i = 0; i < _levels.Length; i++)
        {
            _levels[i] += other._levels[i];
        }

        for (int i = 0; i < counts.Length; i++)
        {
            _counts[i] += counts[i];
        }

        Numbers.Join(other.Numbers);
    }

    private void Align(LogTimeline timeline)
    {
        if (_widthNs == timeline.WidthNs && _firstBucket == timeline.FirstBucket && _beginnings == timeline.Beginnings)
        {
            return;
        }

        if (_beginnings != timeline.Beginnings)
        {
            (_counts, _beginnings) = ([], timeline.Beginnings);
            (TimedCount, FirstNs, LastNs) = (0, long.MaxValue, long.MinValue);
        }

        int[] counts = _counts.Length > 0 ? new int[LogTimeline.MaxBuckets] : [];
        long fold = _counts.Length > 0 ? timeline.WidthNs / _widthNs : 1;
        int shift = System.Numerics.BitOperations.Log2((ulong)fold);
        for (int i = 0; i < _counts.Length; i++)
        {
            if (_counts[i] > 0)
            {
                counts[((_firstBucket + i) >> shift) - timeline.FirstBucket] += _counts[i];
            }
        }

        (_counts, _widthNs, _firstBucket) = (counts, timeline.WidthNs, timeline.FirstBucket);
    }
}
