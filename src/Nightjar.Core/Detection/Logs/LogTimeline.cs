using Nightjar.Core.Telemetry;

namespace Nightjar.Core.Detection.Logs;

/// <summary>
/// The time that a log covers, cut into at most <see cref="MaxBuckets"/> buckets of one width. It begins with seconds and doubles the width whenever the log
/// turns out to be longer, at either end, so that no span need be known beforehand.
/// </summary>
public sealed class LogTimeline
{
    /// <summary>Buckets at most.</summary>
    public const int MaxBuckets = 1_024;

    // A clock that is years off must not make one bucket of all others.
    private const long FurthestNs = 400L * 86_400 * Clock.NsPerSecond;

    // So many in a row are no slip: a machine that began in 1970 has been told the time.
    private const int ConvincingRow = 32;

    private long _lastBucket;
    private long _lastNs;
    private bool _isBegun;
    private long _strangeNs;
    private int _strangeRow;

    /// <summary>Width of a bucket, a power of two of seconds.</summary>
    public long WidthNs { get; private set; } = Clock.NsPerSecond;

    /// <summary>Buckets from the first to the last that has something.</summary>
    public int Length => _isBegun ? (int)(_lastBucket - FirstBucket) + 1 : 0;

    /// <summary>Number of the first bucket, counted in widths since 1970.</summary>
    internal long FirstBucket { get; private set; }

    /// <summary>How often it has begun anew, with nothing of what was before.</summary>
    internal int Beginnings { get; private set; }

    /// <summary>When a bucket begins, Unix ns.</summary>
    public long StartNs(int index) => (FirstBucket + index) * WidthNs;

    /// <summary>
    /// Takes a time in. False for one more than 400 days from the one before, which is left out; when 32 such follow each other, the timeline begins anew with
    /// them. // hot
    /// </summary>
    public bool TryAdd(long timeNs, out int index)
    {
        index = 0;
        if (_isBegun && Math.Abs(timeNs - _lastNs) > FurthestNs)
        {
            _strangeRow = Math.Abs(timeNs - _strangeNs) > FurthestNs ? 1 : _strangeRow + 1;
            _strangeNs = timeNs;
            if (_strangeRow < ConvincingRow)
            {
                return false;
            }

            (_isBegun, WidthNs) = (false, Clock.NsPerSecond);
            Beginnings++;
        }

        _strangeRow = 0;

        long bucket = Math.DivRem(timeNs, WidthNs, out long rest) - (rest < 0 ? 1 : 0);
        long first = _isBegun ? Math.Min(FirstBucket, bucket) : bucket;
        long last = _isBegun ? Math.Max(_lastBucket, bucket) : bucket;
        while (last - first >= MaxBuckets)
        {
            WidthNs *= 2;
            (first, last, bucket) = (first >> 1, last >> 1, bucket >> 1);
        }

        (FirstBucket, _lastBucket, _lastNs, _isBegun) = (first, last, timeNs, true);
        index = (int)(bucket - first);
        return true;
    }
}
