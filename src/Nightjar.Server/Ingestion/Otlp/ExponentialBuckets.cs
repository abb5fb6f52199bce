using Google.Protobuf.Collections;
using Nightjar.Server.Ingestion.Otlp.Wire;

namespace Nightjar.Server.Ingestion.Otlp;

/// <summary>
/// An exponential histogram as classic buckets. Bucket i of scale s holds (b^i, b^(i+1)] with b = 2^(2^-s); two neighbours of one
/// scale are one bucket of the scale below, so counts stay exact when the scale falls (OpenTelemetry, Metrics data model,
/// "Exponential scale").
/// </summary>
internal static class ExponentialBuckets
{
    /// <summary>At most four buckets a doubling: a quantile is then at most 19 % off, and a histogram is tens of series, not hundreds.</summary>
    public const int MaxScale = 2;

    /// <summary>Most buckets of one histogram, with those for zero and infinity. Four a doubling reach from 1 ns to 5 min.</summary>
    public const int MaxBuckets = 160;

    // The edges beside the counted buckets: below the most negative one, zero, below the least positive one, infinity.
    private const int EdgeBuckets = 4;

    // Within one doubling at scale 2. As constants, because Math.Pow may differ in the last bit between machines, and the bound is
    // part of a series' identity. All other bounds are these times a power of two, which is exact.
    private static readonly double[] Quarters = [1, 1.189207115002721, 1.4142135623730951, 1.681792830507429];

    /// <summary>Ascending, cumulative, the last one infinity with <paramref name="point"/>'s count.</summary>
    public static List<Bucket> Of(ExponentialHistogramDataPoint point)
    {
        Side positive = Side.Of(point.Positive);
        Side negative = Side.Of(point.Negative);
        int scale = Math.Min(point.Scale, MaxScale);
        while (positive.Span(point.Scale - scale) + negative.Span(point.Scale - scale) + EdgeBuckets > MaxBuckets)
        {
            scale--;
        }

        double zero = double.IsFinite(point.ZeroThreshold) ? Math.Max(0, point.ZeroThreshold) : 0;
        List<Bucket> buckets = [];
        double below = AddNegative(buckets, negative, point.Scale - scale, scale, zero);
        below += point.ZeroCount;
        buckets.Add(new Bucket(zero, below));
        AddPositive(buckets, positive, point.Scale - scale, scale, zero, below);
        buckets.Add(new Bucket(double.PositiveInfinity, point.Count));
        return buckets;
    }

    /// <summary>b^index at a scale of at most <see cref="MaxScale"/>; 0 or infinity beyond a double's range.</summary>
    internal static double BoundOf(long index, int scale)
    {
        if (scale > 0)
        {
            int perDoubling = 1 << scale;
            long doubling = index >> scale;
            int quarter = (int)(index - (doubling << scale)) * (4 / perDoubling);
            return Math.ScaleB(Quarters[quarter], Clamp(doubling));
        }

        // Beyond this shift any index but 0 is out of a double's range.
        int shift = Math.Min(-scale, 31);
        return Math.ScaleB(1, Clamp(Math.Clamp(index, int.MinValue, int.MaxValue) << shift));
    }

    // 2^±2200 is far out of a double's range, which ends at 2^1024 and 2^-1074.
    private static int Clamp(long exponent) => (int)Math.Clamp(exponent, -2_200, 2_200);

    private static double AddNegative(List<Bucket> buckets, Side side, int down, int scale, double zero)
    {
        if (side.IsEmpty)
        {
            return 0;
        }

        long highest = side.HighestAt(down);
        double[] counts = side.Merge(down);
        double below = 0;
        AddBelow(buckets, -BoundOf(highest + 1, scale), 0, -zero);
        for (long index = highest; index >= side.LowestAt(down); index--)
        {
            below += counts[index - side.LowestAt(down)];
            AddBelow(buckets, -BoundOf(index, scale), below, -zero);
        }

        return below;
    }

    private static void AddPositive(List<Bucket> buckets, Side side, int down, int scale, double zero, double below)
    {
        if (side.IsEmpty)
        {
            return;
        }

        long lowest = side.LowestAt(down);
        double[] counts = side.Merge(down);
        AddAbove(buckets, BoundOf(lowest, scale), below, zero);
        for (int i = 0; i < counts.Length; i++)
        {
            below += counts[i];
            AddAbove(buckets, BoundOf(lowest + i + 1, scale), below, zero);
        }
    }

    private static void AddBelow(List<Bucket> buckets, double bound, double count, double limit)
    {
        if (double.IsFinite(bound) && bound < limit)
        {
            buckets.Add(new Bucket(bound, count));
        }
    }

    private static void AddAbove(List<Bucket> buckets, double bound, double count, double limit)
    {
        if (double.IsFinite(bound) && bound > limit)
        {
            buckets.Add(new Bucket(bound, count));
        }
    }

    /// <summary>The buckets of one sign from the first that counts something to the last.</summary>
    private readonly record struct Side(RepeatedField<ulong>? Counts, int Offset, int First, int Last)
    {
        public bool IsEmpty => Counts is null;

        public static Side Of(ExponentialHistogramDataPoint.Types.Buckets? buckets)
        {
            RepeatedField<ulong> counts = buckets?.BucketCounts ?? [];
            int first = 0;
            while (first < counts.Count && counts[first] == 0)
            {
                first++;
            }

            int last = counts.Count - 1;
            while (last > first && counts[last] == 0)
            {
                last--;
            }

            return first < counts.Count && buckets is not null ? new Side(counts, buckets.Offset, first, last) : default;
        }

        public long LowestAt(int down) => Shift(First, down);

        public long HighestAt(int down) => Shift(Last, down);

        public long Span(int down) => IsEmpty ? 0 : HighestAt(down) - LowestAt(down) + 1;

        public double[] Merge(int down)
        {
            double[] merged = new double[Span(down)];
            for (int i = First; i <= Last && Counts is not null; i++)
            {
                merged[Shift(i, down) - LowestAt(down)] += Counts[i];
            }

            return merged;
        }

        // An arithmetic shift is the floor that merging neighbours needs; C# would take a shift of 64 for one of 0.
        private long Shift(int place, int down) => ((long)Offset + place) >> Math.Min(down, 63);
    }
}
