namespace Nightjar.Server.Ingestion.Prometheus;

/// <summary>The buckets of one sign as they stand on the wire: spans of adjacent buckets, and their counts as differences or as they are.</summary>
internal sealed class NativeBuckets
{
    private const uint LengthDelimited = 2;

    private readonly List<(long Offset, ulong Length)> _spans = [];
    private readonly List<long> _deltas = [];
    private readonly List<double> _counts = [];

    /// <summary>Adds a field: 0 a span, 1 differences of integers, 2 counts as doubles. False when it is cut short.</summary>
    public bool TryRead(in ProtoReader field, uint part)
    {
        return part switch
        {
            0 => (field.Tag & 7) != LengthDelimited || TryReadSpan(field.Bytes),
            1 => TryReadDeltas(field),
            _ => PackedDoubles.TryRead(field, _counts),
        };
    }

    /// <summary>The buckets with their counts; false when spans and counts do not fit together.</summary>
    public bool TryBuckets(out List<(int Index, double Count)> buckets)
    {
        buckets = [];
        int total = _deltas.Count + _counts.Count;
        long index = 0;
        long count = 0;
        foreach ((long offset, ulong length) in _spans)
        {
            index += offset;
            if ((buckets.Count > 0 && offset < 0) || length > (ulong)(total - buckets.Count))
            {
                return false;
            }

            for (ulong i = 0; i < length; i++, index++)
            {
                double value = _deltas.Count > 0 ? count = unchecked(count + Delta(buckets.Count)) : _counts[buckets.Count];
                if (!(value >= 0) || double.IsInfinity(value) || !NativeHistogram.IsIndex(index))
                {
                    return false;
                }

                buckets.Add(((int)index, value));
            }
        }

        return buckets.Count == total;
    }

    private long Delta(int i) => i < _deltas.Count ? _deltas[i] : 0;

    private bool TryReadSpan(ReadOnlySpan<byte> message)
    {
        long offset = 0;
        ulong length = 0;
        ProtoReader reader = new(message);
        while (reader.Next())
        {
            if (reader.Tag == 0x08)
            {
                offset = Math.Clamp(reader.Signed, int.MinValue, int.MaxValue);
            }
            else if (reader.Tag == 0x10)
            {
                length = Math.Min(reader.Number, uint.MaxValue);
            }
        }

        _spans.Add((offset, length));
        return !reader.Broken;
    }

    private bool TryReadDeltas(in ProtoReader field)
    {
        if ((field.Tag & 7) != LengthDelimited)
        {
            _deltas.Add(field.Signed);
            return true;
        }

        ProtoReader packed = new(field.Bytes);
        while (packed.NextPacked())
        {
            _deltas.Add(packed.Signed);
        }

        return !packed.Broken;
    }
}
