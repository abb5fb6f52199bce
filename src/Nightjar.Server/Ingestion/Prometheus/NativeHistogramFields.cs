namespace Nightjar.Server.Ingestion.Prometheus;

/// <summary>The fields of a Histogram message, not yet checked against each other.</summary>
internal sealed class NativeHistogramFields
{
    private const ulong GaugeHint = 3;

    public int Schema { get; private set; }

    public double Count { get; private set; }

    public double Sum { get; private set; }

    public double ZeroThreshold { get; private set; }

    public double ZeroCount { get; private set; }

    public long TimestampMs { get; private set; }

    public bool IsGauge { get; private set; }

    public NativeBuckets Positive { get; } = new();

    public NativeBuckets Negative { get; } = new();

    public List<double> Bounds { get; } = [];

    /// <summary>Reads them; false when the message is cut short.</summary>
    public bool TryRead(ReadOnlySpan<byte> message)
    {
        ProtoReader reader = new(message);
        bool whole = true;
        while (whole && reader.Next())
        {
            whole = (reader.Tag >> 3) switch
            {
                8 or 9 or 10 => Negative.TryRead(reader, part: (reader.Tag >> 3) - 8),
                11 or 12 or 13 => Positive.TryRead(reader, part: (reader.Tag >> 3) - 11),
                16 => PackedDoubles.TryRead(reader, Bounds),
                _ => ReadScalar(reader),
            };
        }

        return whole && !reader.Broken;
    }

    /// <summary>Custom bounds ascend and there is a bucket for each, and one beyond; other schemas have none.</summary>
    public bool BoundsAreSound(List<(int Index, double Count)> positive, List<(int Index, double Count)> negative)
    {
        if (Schema != NativeHistogram.CustomBounds)
        {
            return double.IsFinite(ZeroThreshold) && ZeroThreshold >= 0;
        }

        for (int i = 0; i < Bounds.Count; i++)
        {
            if (double.IsNaN(Bounds[i]) || (i > 0 && Bounds[i] <= Bounds[i - 1]))
            {
                return false;
            }
        }

        return negative.Count == 0
            && Bounds.Count <= ClassicBuckets.MostBuckets
            && positive.TrueForAll(bucket => bucket.Index >= 0 && bucket.Index <= Bounds.Count);
    }

    private bool ReadScalar(in ProtoReader field)
    {
        switch (field.Tag)
        {
            case 0x08:
                Count = field.Number;
                break;
            case 0x11:
                Count = field.Double;
                break;
            case 0x19:
                Sum = field.Double;
                break;
            case 0x20:
                Schema = (int)Math.Clamp(field.Signed, int.MinValue, int.MaxValue);
                break;
            case 0x29:
                ZeroThreshold = field.Double;
                break;
            case 0x30:
                ZeroCount = field.Number;
                break;
            case 0x39:
                ZeroCount = field.Double;
                break;
            case 0x70:
                IsGauge = field.Number == GaugeHint;
                break;
            case 0x78:
                TimestampMs = (long)field.Number;
                break;
        }

        return true;
    }
}
