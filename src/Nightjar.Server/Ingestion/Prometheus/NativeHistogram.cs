namespace Nightjar.Server.Ingestion.Prometheus;

/// <summary>
/// One native histogram as sent, its buckets as (index, count) in ascending index. Both versions of remote write have the message alike.
/// </summary>
internal sealed record NativeHistogram
{
    /// <summary>The schema that says the bounds are given one by one.</summary>
    public const int CustomBounds = -53;

    private const int LowestSchema = -4;
    private const int HighestSchema = 8;

    // At the finest schema 2^8 buckets a doubling over all doublings of a double; whatever lies beyond is no number.
    private const int MostIndex = 256 * 1100;

    /// <summary>Bucket bounds grow by 2^(2^-schema).</summary>
    public int Schema { get; private init; }

    /// <summary>Observations in all.</summary>
    public double Count { get; private init; }

    /// <summary>Sum of the observations; the stale marker when the series has ended.</summary>
    public double Sum { get; private init; }

    /// <summary>Width of the bucket around zero.</summary>
    public double ZeroThreshold { get; private init; }

    /// <summary>Observations in that bucket.</summary>
    public double ZeroCount { get; private init; }

    /// <summary>Milliseconds since 1970 UTC.</summary>
    public long TimestampMs { get; private init; }

    /// <summary>True when it goes up and down.</summary>
    public bool IsGauge { get; private init; }

    /// <summary>Buckets of positive values.</summary>
    public IReadOnlyList<(int Index, double Count)> Positive { get; private init; } = [];

    /// <summary>Buckets of negative values, by the index of their magnitude.</summary>
    public IReadOnlyList<(int Index, double Count)> Negative { get; private init; } = [];

    /// <summary>The bounds of <see cref="CustomBounds"/>, ascending.</summary>
    public IReadOnlyList<double> Bounds { get; private init; } = [];

    /// <summary>Reads the message; false with what is wrong with it.</summary>
    public static bool TryRead(ReadOnlySpan<byte> message, out NativeHistogram histogram, out string? fault)
    {
        NativeHistogramFields fields = new();
        histogram = new NativeHistogram();
        if (!fields.TryRead(message))
        {
            fault = "is cut short: look for what changes the bytes between sender and here";
            return false;
        }

        if (fields.Schema is not (CustomBounds or (>= LowestSchema and <= HighestSchema)))
        {
            fault = $"has the schema {fields.Schema}: -4 to 8 and -53 are known here";
            return false;
        }

        if (!fields.Positive.TryBuckets(out List<(int, double)> positive) || !fields.Negative.TryBuckets(out List<(int, double)> negative))
        {
            fault = "has spans that do not fit its counts, or a negative count: mend the sender";
            return false;
        }

        if (!fields.BoundsAreSound(positive, negative))
        {
            fault = "has bounds that do not ascend, or buckets beyond them: mend the sender";
            return false;
        }

        fault = null;
        histogram = new NativeHistogram
        {
            Schema = fields.Schema,
            Count = fields.Count,
            Sum = fields.Sum,
            ZeroThreshold = fields.ZeroThreshold,
            ZeroCount = fields.ZeroCount,
            TimestampMs = fields.TimestampMs,
            IsGauge = fields.IsGauge,
            Positive = positive,
            Negative = negative,
            Bounds = fields.Bounds,
        };
        return true;
    }

    /// <summary>True for an index that some finite bound has.</summary>
    internal static bool IsIndex(long index) => index is >= -MostIndex and <= MostIndex;
}
