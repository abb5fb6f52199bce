namespace Nightjar.Core.Telemetry;

/// <summary>
/// Turns a counter into a rate, one sample at a time: the increase since the sample before, divided by the time between the two.
/// The result depends on two neighbouring samples alone, so whoever starts later in the same series (a chart, a restart) gets the
/// same figures. A mutable struct of 16 bytes: keep it in a field, not in a <c>readonly</c> one. Not thread-safe.
/// </summary>
public struct RateDerivation
{
    /// <summary>
    /// The longest time between two samples that still gives a rate: two hours. Within it the mean over a gap is true and useful,
    /// and an hourly job keeps its rate in spite of jitter; beyond it restarts in between make the increase a guess.
    /// </summary>
    public const long MaxGapNs = 2 * 3600 * Clock.NsPerSecond;

    // Plus one, so that the default struct means "nothing seen yet" although 1970-01-01 itself is a legal time.
    private long _timeNsPlusOne;
    private double _value;

    /// <summary>Takes the next sample.</summary>
    /// <param name="kind">
    /// Counters and histogram buckets compare with the value before (one that fell was reset and counts from zero); delta kinds
    /// bring the increase themselves. Other kinds have no rate.
    /// </param>
    /// <param name="timeNs">Nanoseconds since 1970-01-01 UTC.</param>
    /// <param name="value">As sent.</param>
    /// <param name="perSecond">The rate when the result is true, else NaN.</param>
    /// <returns>
    /// False for the first sample, after a stale marker, for NaN and infinities, for a time not after the one before, after a gap
    /// longer than <see cref="MaxGapNs"/>, for a cumulative value below zero after a fall, and for kinds without a rate.
    /// </returns>
    public bool TryNext(MetricKind kind, long timeNs, double value, out double perSecond) // hot
    {
        perSecond = double.NaN;
        if (StaleMarker.Is(value))
        {
            this = default;
            return false;
        }

        bool first = _timeNsPlusOne == 0;
        long beforeNs = _timeNsPlusOne - 1;
        if (!kind.HasRate() || (!first && timeNs <= beforeNs))
        {
            return false;
        }

        if (!double.IsFinite(value))
        {
            // "No value this time": a cumulative count goes on from the sample before, but a delta's interval is lost.
            _timeNsPlusOne = kind.IsDelta() && !first ? timeNs + 1 : _timeNsPlusOne;
            return false;
        }

        double before = _value;
        _timeNsPlusOne = timeNs + 1;
        _value = value;
        if (first || timeNs - beforeNs > MaxGapNs)
        {
            return false;
        }

        double increase = kind.IsDelta() || value < before ? value : value - before;
        if (increase < 0 && !kind.IsDelta())
        {
            return false;
        }

        perSecond = increase / ((timeNs - beforeNs) / (double)Clock.NsPerSecond);
        return true;
    }

    /// <summary>Writes the state, 16 bytes.</summary>
    public readonly void Save(BinaryWriter writer)
    {
        writer.Write(_timeNsPlusOne);
        writer.Write(_value);
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="EndOfStreamException">The bytes end too early.</exception>
    public static RateDerivation Restore(BinaryReader reader) => new() { _timeNsPlusOne = reader.ReadInt64(), _value = reader.ReadDouble() };
}
