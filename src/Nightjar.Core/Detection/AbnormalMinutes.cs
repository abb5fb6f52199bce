using Nightjar.Core.Telemetry;

namespace Nightjar.Core.Detection;

/// <summary>
/// Gathers what stands out in all series, a figure for a series and minute, until somebody takes it. Thread-safe: all shards share
/// it. It holds a bounded number of figures, about 40 bytes each; what finds no room is dropped and counted.
/// </summary>
/// <param name="most">How many figures wait at most.</param>
public sealed class AbnormalMinutes(int most)
{
    /// <summary>
    /// Evidence from which a point is kept. Of the minutes of idle series sampled every ten seconds (the kinds of <c>QuietDayTests</c>) two of
    /// five reach 2, one of fifteen 4, one of eighty 6; and faults are ranked as well by what is beyond 6 as by what is beyond 3.
    /// </summary>
    public const double Bar = 6;

    private readonly Lock _lock = new();
    private Dictionary<(SeriesId Series, int Minute), float> _points = [];

    /// <summary>How many may wait.</summary>
    public int Most => most;

    /// <summary>Figures that wait.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _points.Count;
            }
        }
    }

    /// <summary>Points that found no room since the start.</summary>
    public long Dropped { get; private set; }

    /// <summary>Notes a point of at least <see cref="Bar"/>; of one series and minute the largest stays.</summary>
    public void Note(SeriesId series, long timeNs, double point)
    {
        (SeriesId, int) key = (series, AbnormalMinute.Of(timeNs));
        lock (_lock)
        {
            if (_points.TryGetValue(key, out float before))
            {
                _points[key] = Math.Max(before, (float)point);
            }
            else if (_points.Count < most)
            {
                _points.Add(key, (float)point);
            }
            else
            {
                Dropped++;
            }
        }
    }

    /// <summary>Gives what waits and forgets it. A minute that goes on may be given once more later.</summary>
    public AbnormalMinute[] Take()
    {
        Dictionary<(SeriesId Series, int Minute), float> taken;
        lock (_lock)
        {
            (taken, _points) = (_points, []);
        }

        return [.. taken.Select(pair => new AbnormalMinute(pair.Key.Series, pair.Key.Minute, pair.Value))];
    }
}
