using Nightjar.Server.Ingestion.Otlp;
using Nightjar.Server.Ingestion.Otlp.Wire;

namespace Nightjar.Server.Tests.Ingestion.Otlp;

public sealed class ExponentialBucketsTests
{
    // Figures by Python's decimal module at 40 digits: Decimal(2) ** (Decimal(index) / Decimal(2 ** scale)).
    [Theory]
    [InlineData(2, 1, 1.189207115002721)]
    [InlineData(2, 3, 1.681792830507429)]
    [InlineData(2, 4, 2)]
    [InlineData(2, 13, 9.513656920021768)]
    [InlineData(2, -1, 0.8408964152537145)]
    [InlineData(2, -39, 0.0011613350732448448)]
    [InlineData(1, 1, 1.4142135623730951)]
    [InlineData(1, -3, 0.35355339059327379)]
    [InlineData(0, 10, 1024)]
    [InlineData(0, -10, 0.0009765625)]
    [InlineData(-1, 3, 64)]
    [InlineData(-2, -1, 0.0625)]
    [InlineData(-10, 1, double.PositiveInfinity)]
    [InlineData(-11, -1, 0)]
    public void BoundOf_Index_IsThePowerOfTwo(int scale, long index, double expected) =>
        Assert.Equal(expected, ExponentialBuckets.BoundOf(index, scale));

    [Fact]
    public void Of_FinerScale_MergesNeighboursAndKeepsCounts()
    {
        // Scale 3 has eight buckets a doubling: (1, 2] as 1..8. At scale 2 they are four.
        List<Bucket> buckets = ExponentialBuckets.Of(Point(3, 0, [1, 2, 3, 4, 5, 6, 7, 8]));

        Assert.Equal(
            [
                new Bucket(0, 0), new Bucket(1, 0), new Bucket(1.189207115002721, 3), new Bucket(1.4142135623730951, 10),
                new Bucket(1.681792830507429, 21), new Bucket(2, 36), new Bucket(double.PositiveInfinity, 36),
            ],
            buckets);
    }

    [Fact]
    public void Of_OddNegativeOffset_RoundsDown()
    {
        // Indices -3 and -2 of scale 3 are both halves of -2 and -1 of scale 2: floor(-3/2) = -2, floor(-2/2) = -1.
        List<Bucket> buckets = ExponentialBuckets.Of(Point(3, -3, [5, 7]));

        Assert.Equal(
            [
                new Bucket(0, 0), new Bucket(0.7071067811865476, 0), new Bucket(0.8408964152537145, 5), new Bucket(1, 12),
                new Bucket(double.PositiveInfinity, 12),
            ],
            buckets);
    }

    [Fact]
    public void Of_ZeroAndNegativeValues_CountFromTheLowest()
    {
        ExponentialHistogramDataPoint point = Point(0, 0, [3]);
        point.ZeroCount = 2;
        point.ZeroThreshold = 0.25;
        point.Negative = new() { Offset = 1, BucketCounts = { 4 } };
        point.Count = 9;

        Assert.Equal(
            [
                new Bucket(-4, 0), new Bucket(-2, 4), new Bucket(0.25, 6), new Bucket(1, 6), new Bucket(2, 9),
                new Bucket(double.PositiveInfinity, 9),
            ],
            ExponentialBuckets.Of(point));
    }

    [Fact]
    public void Of_WideRange_TakesACoarserScaleAndStaysWithinTheLimit()
    {
        ExponentialHistogramDataPoint point = Point(5, -3_000, []);
        point.Positive.BucketCounts.Add(Enumerable.Repeat(1UL, 6_000));
        point.Count = 6_000;

        List<Bucket> buckets = ExponentialBuckets.Of(point);

        Assert.InRange(buckets.Count, 80, ExponentialBuckets.MaxBuckets);
        Assert.Equal(6_000, buckets[^2].Count);
    }

    [Fact]
    public void Of_EmptyPoint_HasZeroAndInfinity() =>
        Assert.Equal([new Bucket(0, 0), new Bucket(double.PositiveInfinity, 0)], ExponentialBuckets.Of(new ExponentialHistogramDataPoint()));

    [Theory]
    [InlineData(10)]
    [InlineData(6)]
    [InlineData(2)]
    [InlineData(-2)]
    public void Of_RandomValues_EachBoundCountsTheValuesAtOrBelowIt(int scale)
    {
        Random random = new(scale);
        double[] values = [.. Enumerable.Range(0, 2_000).Select(_ => Math.Pow(10, (random.NextDouble() * 6) - 3))];
        long[] indices = [.. values.Select(value => (long)Math.Ceiling(Math.ScaleB(Math.Log2(value), scale)) - 1)];
        long lowest = indices.Min();
        ulong[] counts = new ulong[indices.Max() - lowest + 1];
        foreach (long index in indices)
        {
            counts[index - lowest]++;
        }

        List<Bucket> buckets = ExponentialBuckets.Of(Point(scale, (int)lowest, counts));

        Assert.InRange(buckets.Count, 3, ExponentialBuckets.MaxBuckets);
        Assert.All(buckets, bucket => Assert.Equal(values.Count(value => value <= bucket.Bound), bucket.Count));
        Assert.Equal(buckets.OrderBy(bucket => bucket.Bound), buckets);
    }

    private static ExponentialHistogramDataPoint Point(int scale, int offset, ulong[] counts) => new()
    {
        Scale = scale,
        Positive = new() { Offset = offset, BucketCounts = { counts } },
        Count = counts.Aggregate(0UL, (sum, count) => sum + count),
    };
}
