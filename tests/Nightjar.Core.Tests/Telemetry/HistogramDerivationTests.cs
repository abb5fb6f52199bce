using FsCheck;
using FsCheck.Fluent;
using Nightjar.Core.Telemetry;

namespace Nightjar.Core.Tests.Telemetry;

public sealed class HistogramDerivationTests
{
    private const double Inf = double.PositiveInfinity;
    private const long Second = Clock.NsPerSecond;
    private static readonly double[] Bounds = [0.1, 0.2, 1, Inf];

    [Fact]
    public void Add_SecondPoint_GivesRateAndQuantilesOfTheInterval()
    {
        HistogramDerivation histogram = new(delta: false);
        Assert.Empty(Feed(histogram, 0, 1000, 1000, 1000, 1000));

        HistogramPoint point = Assert.Single(Feed(histogram, 10, 1050, 1070, 1110, 1120));

        Assert.Equal(10 * Second, point.TimeNs);
        Assert.Equal(12, point.Rate);
        Assert.Equal(0.15, point.P50, 1e-12);
        Assert.Equal(1, point.P95, 1e-12);
        Assert.Equal(1, point.P99, 1e-12);
    }

    [Fact]
    public void Add_BoundsInAnyOrder_GivesTheSame()
    {
        HistogramDerivation histogram = new(delta: false);
        (double, double)[] first = [(Inf, 4), (0.1, 1), (1, 3), (0.2, 2)];
        (double, double)[] second = [(1, 9), (Inf, 14), (0.2, 7), (0.1, 6)];
        Assert.Empty(Feed(histogram, 0, first));

        HistogramPoint point = Assert.Single(Feed(histogram, 10, second));

        Assert.Equal(1, point.Rate);
        Assert.Equal(0.1, point.P50, 1e-12);
    }

    [Fact]
    public void Add_CountFalls_CountsAllBucketsFromZero()
    {
        HistogramDerivation histogram = new(delta: false);
        Feed(histogram, 0, 1, 50, 60, 100);

        // The first bucket has already passed its old value; the others show that the source has restarted.
        HistogramPoint point = Assert.Single(Feed(histogram, 10, 5, 7, 11, 12));

        Assert.Equal(1.2, point.Rate, 1e-12);
        Assert.Equal(0.15, point.P50, 1e-12);
    }

    [Fact]
    public void Add_DeltaHistogram_TakesValuesAsTheyAre()
    {
        HistogramDerivation histogram = new(delta: true);
        Assert.Empty(Feed(histogram, 0, 9, 9, 9, 9));

        HistogramPoint point = Assert.Single(Feed(histogram, 10, 5, 7, 11, 12));

        Assert.Equal(1.2, point.Rate, 1e-12);
        Assert.Equal(0.15, point.P50, 1e-12);
    }

    [Fact]
    public void Add_NoEvents_GivesRateZeroAndNoQuantiles()
    {
        HistogramDerivation histogram = new(delta: false);
        Feed(histogram, 0, 1, 2, 3, 4);

        HistogramPoint point = Assert.Single(Feed(histogram, 10, 1, 2, 3, 4));

        Assert.Equal(0, point.Rate);
        Assert.Equal(double.NaN, point.P50);
        Assert.Equal(double.NaN, point.P99);
    }

    [Fact]
    public void Add_BucketMissing_CompletesWhenANewerTimeBegins()
    {
        HistogramDerivation histogram = new(delta: false);
        Feed(histogram, 0, 0, 0, 0, 0);
        Assert.Empty(Feed(histogram, 10, (0.1, 5), (1, 10), (Inf, 10)));

        HistogramPoint point = Assert.Single(Feed(histogram, 20, (0.1, 5)));

        Assert.Equal(10 * Second, point.TimeNs);
        Assert.Equal(1, point.Rate);
    }

    [Fact]
    public void Add_NewBucketAfterCompletion_CountsFromThenOn()
    {
        HistogramDerivation histogram = new(delta: false);
        Feed(histogram, 0, (1, 0), (Inf, 0));
        Assert.Single(Feed(histogram, 10, (1, 4), (Inf, 10)));
        Assert.Empty(Feed(histogram, 10, (2, 10)));

        HistogramPoint point = Assert.Single(Feed(histogram, 20, (1, 4), (2, 20), (Inf, 20)));

        Assert.Equal(1.5, point.P50, 1e-12);
    }

    [Fact]
    public void Add_StaleMarkers_StartAnew()
    {
        HistogramDerivation histogram = new(delta: false);
        double stale = StaleMarker.Value;
        Feed(histogram, 0, 1, 2, 3, 4);
        Assert.Empty(Feed(histogram, 10, stale, stale, stale, stale));
        Assert.Empty(Feed(histogram, 20, 5, 6, 7, 8));

        Assert.Equal(1, Assert.Single(Feed(histogram, 30, 15, 16, 17, 18)).Rate);
    }

    [Fact]
    public void Add_OlderTimeOrNaNBound_IsIgnored()
    {
        HistogramDerivation histogram = new(delta: false);
        Feed(histogram, 10, 1, 2, 3, 4);
        Assert.Empty(Feed(histogram, 5, 9, 9, 9, 9));
        Assert.Empty(Feed(histogram, 20, (double.NaN, 9)));

        Assert.Equal(1, Assert.Single(Feed(histogram, 20, 11, 12, 13, 14)).Rate);
    }

    [Fact]
    public void Add_LongGap_GivesNothing()
    {
        HistogramDerivation histogram = new(delta: false);
        Feed(histogram, 0, 1, 2, 3, 4);

        Assert.Empty(Feed(histogram, 7201, 11, 12, 13, 14));
    }

    [Fact]
    public void Add_MoreBoundsThanKept_StillHoldsTheInfiniteOne()
    {
        HistogramDerivation histogram = new(delta: false);
        (double, double)[] Point(double factor) =>
            [.. Enumerable.Range(1, 300).Select(i => ((double)i, i * factor)), (Inf, 300 * factor)];
        Feed(histogram, 0, Point(1));

        HistogramPoint point = Assert.Single(Feed(histogram, 10, Point(2)));

        Assert.Equal(30, point.Rate);
        Assert.Equal(150, point.P50, 1e-9);
    }

    [Fact]
    public void Add_AnyFeed_GivesOrderedPointsWithOrderedQuantiles()
    {
        Prop.ForAll(
            ArbMap.Default.ArbFor<(byte Bound, byte Step, int Value)[]>(),
            feed =>
            {
                HistogramDerivation histogram = new(delta: false);
                long timeNs = 0;
                long lastNs = -1;
                foreach ((byte bound, byte step, int value) in feed)
                {
                    timeNs += step % 2 * Second;
                    if (histogram.Add(bound % 4 == 0 ? Inf : bound, timeNs, value, out HistogramPoint point))
                    {
                        Assert.True(point.TimeNs > lastNs);
                        Assert.True(point.Rate >= 0);
                        Assert.True(double.IsNaN(point.P50) || (point.P50 <= point.P95 && point.P95 <= point.P99));
                        lastNs = point.TimeNs;
                    }
                }
            }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Restore_AnyCut_GoesOnAsIfUnbroken()
    {
        Prop.ForAll(
            ArbMap.Default.ArbFor<(byte Bound, byte Step, int Value)[]>(),
            ArbMap.Default.ArbFor<PositiveInt>(),
            (feed, cut) =>
            {
                HistogramDerivation whole = new(delta: false);
                HistogramDerivation broken = new(delta: false);
                long timeNs = 0;
                for (int i = 0; i < feed.Length; i++)
                {
                    broken = i == cut.Get % feed.Length ? SaveAndRestore(broken) : broken;
                    timeNs += feed[i].Step % 2 * Second;
                    double bound = feed[i].Bound % 4 == 0 ? Inf : feed[i].Bound;
                    bool one = whole.Add(bound, timeNs, feed[i].Value, out HistogramPoint expected);
                    bool other = broken.Add(bound, timeNs, feed[i].Value, out HistogramPoint actual);
                    Assert.Equal((one, expected), (other, actual));
                }
            }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Restore_TooManyBuckets_IsRefused()
    {
        using MemoryStream bytes = new([0, 255, 255, 255, 127, 0, 0, 0, 0]);
        using BinaryReader reader = new(bytes);

        Assert.Throws<InvalidDataException>(() => HistogramDerivation.Restore(reader));
    }

    private static HistogramDerivation SaveAndRestore(HistogramDerivation state)
    {
        using MemoryStream bytes = new();
        using BinaryWriter writer = new(bytes);
        state.Save(writer);
        bytes.Position = 0;
        using BinaryReader reader = new(bytes);
        return HistogramDerivation.Restore(reader);
    }

    private static List<HistogramPoint> Feed(HistogramDerivation histogram, int second, params double[] values) =>
        Feed(histogram, second, [.. values.Select((value, i) => (Bounds[i], value))]);

    private static List<HistogramPoint> Feed(HistogramDerivation histogram, int second, params (double Bound, double Value)[] buckets)
    {
        List<HistogramPoint> points = [];
        foreach ((double bound, double value) in buckets)
        {
            if (histogram.Add(bound, second * Second, value, out HistogramPoint point))
            {
                points.Add(point);
            }
        }

        return points;
    }
}
