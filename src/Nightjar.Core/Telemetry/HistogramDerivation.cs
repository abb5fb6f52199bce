namespace Nightjar.Core.Telemetry;

/// <summary>
/// Turns the buckets of one histogram into its rate and quantiles. Fed one bucket's sample at a time, in ascending time and in any
/// order of bounds within a time. Holds at most <see cref="MaxBuckets"/> bounds (24 bytes each); what lies beyond is left out, never
/// the +Inf bucket. Not thread-safe.
/// </summary>
/// <param name="delta">True when the values count since the point before (OTLP delta temporality).</param>
public sealed class HistogramDerivation(bool delta)
{
    /// <summary>Most bounds kept. OTLP's exponential histograms come with 160 at most; more say nothing about a p99.</summary>
    public const int MaxBuckets = 200;

    private const double Absent = double.NaN;

    // Parallel arrays, ascending by bound: the point before, and the one being gathered (NaN: no value).
    private double[] _bounds = [];
    private double[] _before = [];
    private double[] _now = [];
    private bool[] _arrived = [];
    private int _count;
    private int _arrivedCount;
    private int _expected;
    private long _beforeNs = long.MinValue;
    private long _nowNs = long.MinValue;

    /// <summary>Takes the value of one bucket.</summary>
    /// <param name="le">The bucket's upper bound; +Inf for the last. NaN is ignored.</param>
    /// <param name="timeNs">Nanoseconds since 1970-01-01 UTC.</param>
    /// <param name="cumulativeValue">Events at or below the bound. A stale marker or NaN ends this bound.</param>
    /// <param name="point">The point completed by this value.</param>
    /// <returns>
    /// True when a time is complete (as many bounds as the time before had have arrived, or a newer time has begun) and there is a
    /// point before it to compare with. False also for a time already completed, and across a gap over
    /// <see cref="RateDerivation.MaxGapNs"/>.
    /// </returns>
    public bool Add(double le, long timeNs, double cumulativeValue, out HistogramPoint point) // hot
    {
        point = default;
        double value = double.IsFinite(cumulativeValue) ? cumulativeValue : Absent;
        if (double.IsNaN(le) || timeNs < _nowNs || timeNs < _beforeNs)
        {
            return false;
        }

        if (timeNs == _beforeNs)
        {
            AddLate(le, value);
            return false;
        }

        bool completed = false;
        if (timeNs > _nowNs)
        {
            completed = _arrivedCount > 0 && TryComplete(out point);
            _nowNs = timeNs;
        }

        Gather(le, value);
        return completed || (_expected > 0 && _arrivedCount == _expected && TryComplete(out point));
    }

    /// <summary>Writes the state: 13 bytes and 25 for each bound.</summary>
    public void Save(BinaryWriter writer)
    {
        writer.Write(delta);
        writer.Write(_count);
        writer.Write(_expected);
        writer.Write(_beforeNs);
        writer.Write(_nowNs);
        for (int i = 0; i < _count; i++)
        {
            writer.Write(_bounds[i]);
            writer.Write(_before[i]);
            writer.Write(_now[i]);
            writer.Write(_arrived[i]);
        }
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The bytes are not a histogram's state.</exception>
    /// <exception cref="EndOfStreamException">The bytes end too early.</exception>
    public static HistogramDerivation Restore(BinaryReader reader)
    {
        HistogramDerivation restored = new(reader.ReadBoolean());
        int count = reader.ReadInt32();
        if (count is < 0 or > MaxBuckets)
        {
            throw new InvalidDataException($"A histogram's state claims {count} buckets; there are at most {MaxBuckets}.");
        }

        restored._expected = reader.ReadInt32();
        restored._beforeNs = reader.ReadInt64();
        restored._nowNs = reader.ReadInt64();
        restored.Grow(count);
        restored._count = count;
        for (int i = 0; i < count; i++)
        {
            restored._bounds[i] = reader.ReadDouble();
            restored._before[i] = reader.ReadDouble();
            restored._now[i] = reader.ReadDouble();
            restored._arrived[i] = reader.ReadBoolean();
            restored._arrivedCount += restored._arrived[i] ? 1 : 0;
        }

        return restored;
    }

    private void Gather(double le, double value)
    {
        int i = IndexOf(le);
        if (i >= 0)
        {
            _arrivedCount += _arrived[i] ? 0 : 1;
            _arrived[i] = true;
            _now[i] = value;
        }
    }

    /// <summary>A bound that joins a time already completed is the base of the next interval.</summary>
    private void AddLate(double le, double value)
    {
        int known = _count;
        int i = IndexOf(le);
        if (i >= 0)
        {
            _before[i] = value;
            _expected += _count - known;
        }
    }

    private bool TryComplete(out HistogramPoint point)
    {
        Span<double> bounds = stackalloc double[_count];
        Span<double> increases = stackalloc double[_count];
        bool comparable = _beforeNs != long.MinValue && _nowNs - _beforeNs <= RateDerivation.MaxGapNs;
        int used = comparable ? Increases(bounds, increases) : 0;
        double seconds = (_nowNs - _beforeNs) / (double)Clock.NsPerSecond;
        long timeNs = _nowNs;
        Rotate();

        bounds = bounds[..used];
        increases = increases[..used];
        if (used == 0 || !double.IsPositiveInfinity(bounds[^1]))
        {
            point = default;
            return false;
        }

        point = new HistogramPoint(
            timeNs,
            increases[^1] / seconds,
            BucketQuantile.Of(0.50, bounds, increases),
            BucketQuantile.Of(0.95, bounds, increases),
            BucketQuantile.Of(0.99, bounds, increases));
        return true;
    }

    /// <summary>Events in the interval up to each bound known at both its ends.</summary>
    private int Increases(Span<double> bounds, Span<double> increases)
    {
        // A restart shows in any bucket, but must count for all: one that has already passed its old value did not merely grow.
        bool reset = false;
        for (int i = 0; i < _count && !delta; i++)
        {
            reset |= _now[i] < _before[i];
        }

        int used = 0;
        double most = 0;
        for (int i = 0; i < _count; i++)
        {
            double increase = delta || reset ? _now[i] : _now[i] - _before[i];
            if (!double.IsNaN(increase) && (delta || !double.IsNaN(_before[i])))
            {
                // Buckets read at slightly different instants may contradict each other; Prometheus mends it the same way.
                most = Math.Max(most, increase);
                bounds[used] = _bounds[i];
                increases[used++] = most;
            }
        }

        return used;
    }

    /// <summary>The point just gathered becomes the one before; bounds without a value there are forgotten.</summary>
    private void Rotate()
    {
        int kept = 0;
        for (int i = 0; i < _count; i++)
        {
            if (!double.IsNaN(_now[i]))
            {
                _bounds[kept] = _bounds[i];
                _before[kept++] = _now[i];
            }
        }

        _count = kept;
        _expected = kept;
        _arrivedCount = 0;
        _beforeNs = _nowNs;
        Array.Fill(_now, Absent);
        Array.Clear(_arrived);
    }

    /// <summary>Where a bound is kept, added when new; -1 when there is no room for it.</summary>
    private int IndexOf(double le)
    {
        int i = Array.BinarySearch(_bounds, 0, _count, le);
        if (i >= 0)
        {
            return i;
        }

        // One place is held for +Inf: without it there is neither a rate nor a quantile.
        bool infinite = double.IsPositiveInfinity(le);
        bool holdsInfinite = _count > 0 && double.IsPositiveInfinity(_bounds[_count - 1]);
        if (_count >= (infinite || holdsInfinite ? MaxBuckets : MaxBuckets - 1))
        {
            return -1;
        }

        i = ~i;
        Grow(_count + 1);
        Shift(_bounds, i, le);
        Shift(_before, i, Absent);
        Shift(_now, i, Absent);
        _arrived.AsSpan(i, _count - i).CopyTo(_arrived.AsSpan(i + 1));
        _arrived[i] = false;
        _count++;
        return i;
    }

    private void Shift(double[] values, int at, double value)
    {
        values.AsSpan(at, _count - at).CopyTo(values.AsSpan(at + 1));
        values[at] = value;
    }

    private void Grow(int needed)
    {
        if (needed > _bounds.Length)
        {
            int size = Math.Min(MaxBuckets, Math.Max(needed, _bounds.Length * 2));
            Array.Resize(ref _bounds, size);
            Array.Resize(ref _before, size);
            Array.Resize(ref _now, size);
            Array.Resize(ref _arrived, size);
        }
    }
}
