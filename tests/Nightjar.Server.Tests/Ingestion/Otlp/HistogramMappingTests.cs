using Nightjar.Core.Telemetry;
using Nightjar.Server.Ingestion.Otlp.Wire;
using static Nightjar.Server.Tests.Ingestion.Otlp.OtlpBench;

namespace Nightjar.Server.Tests.Ingestion.Otlp;

public sealed class HistogramMappingTests
{
    private const ulong Second = 1_000_000_000;
    private const ulong Time = 1_700_000_000 * Second;
    private const string Target = "job=\"shop/cart\"";

    [Fact]
    public async Task Map_ExplicitBounds_AreClassicBuckets()
    {
        await using OtlpBench bench = new();
        HistogramDataPoint point = new()
        {
            TimeUnixNano = Time,
            Count = 6,
            Sum = 3.5,
            Min = 0.01,
            Max = 2,
            ExplicitBounds = { 0.1, 1 },
            BucketCounts = { 1, 2, 3 },
        };
        Mapped mapped = bench.Map(Request(Histogram(AggregationTemporality.Cumulative, point)));

        Assert.Equal(
            [
                ("latency_seconds_bucket", "0.1", 1), ("latency_seconds_bucket", "1", 3), ("latency_seconds_bucket", "+Inf", 6),
                ("latency_seconds_count", null, 6), ("latency_seconds_sum", null, 3.5), ("latency_seconds_min", null, 0.01), ("latency_seconds_max", null, 2),
            ],
            Shape(mapped));
        Assert.Equal(MetricKind.HistogramBucket, mapped.KindOf("latency_seconds_bucket"));
        Assert.Equal(MetricKind.Counter, mapped.KindOf("latency_seconds_count"));
        Assert.Equal(MetricKind.Counter, mapped.KindOf("latency_seconds_sum"));
        Assert.Equal(MetricKind.Gauge, mapped.KindOf("latency_seconds_max"));
        Assert.All(mapped.Lines, line => Assert.Contains(Target, line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Map_DeltaHistogram_SaysSoInItsKinds()
    {
        await using OtlpBench bench = new();
        Mapped mapped = bench.Map(Request(Histogram(
            AggregationTemporality.Delta,
            new HistogramDataPoint { StartTimeUnixNano = Time - Second, TimeUnixNano = Time, Count = 1, Sum = 2, ExplicitBounds = { 1 }, BucketCounts = { 0, 1 } })));

        Assert.Equal(4, mapped.Samples.Count); // no zeroes: a delta has nothing to reset
        Assert.Equal(MetricKind.DeltaHistogramBucket, mapped.KindOf("latency_seconds_bucket"));
        Assert.Equal(MetricKind.DeltaCounter, mapped.KindOf("latency_seconds_count"));
    }

    [Fact]
    public async Task Map_NoBounds_KeepsCountAndSum()
    {
        await using OtlpBench bench = new();
        Mapped mapped = bench.Map(Request(Histogram(
            AggregationTemporality.Cumulative, new HistogramDataPoint { TimeUnixNano = Time, Count = 3, Sum = 9 })));

        Assert.Equal([("latency_seconds_bucket", "+Inf", 3), ("latency_seconds_count", null, 3), ("latency_seconds_sum", null, 9)], Shape(mapped));
    }

    [Fact]
    public async Task Map_NegativeValues_LeaveTheSumOut()
    {
        await using OtlpBench bench = new();
        Mapped mapped = bench.Map(Request(Histogram(
            AggregationTemporality.Cumulative,
            new HistogramDataPoint { TimeUnixNano = Time, Count = 3, Sum = 9, ExplicitBounds = { -1, 1 }, BucketCounts = { 1, 1, 1 } })));

        Assert.DoesNotContain(Shape(mapped), sample => sample.Name == "latency_seconds_sum");
    }

    [Fact]
    public async Task Map_Restart_StartsEveryCountingSeriesAtZero()
    {
        await using OtlpBench bench = new();
        HistogramDataPoint point = new()
        {
            StartTimeUnixNano = Time - Second,
            TimeUnixNano = Time,
            Count = 6,
            Sum = 3.5,
            Max = 2,
            ExplicitBounds = { 1 },
            BucketCounts = { 3, 3 },
        };
        Mapped mapped = bench.Map(Request(Histogram(AggregationTemporality.Cumulative, point)));

        Assert.Equal(4, mapped.Samples.Count(sample => sample.TimeNs == (long)(Time - Second) && sample.Value == 0));
        Assert.Single(mapped.Samples, sample => sample.Entry.Series.Labels.Name == "latency_seconds_max");
    }

    [Theory]
    [InlineData(new double[] { 1, 2 }, new ulong[] { 1, 2 }, "one count more than bounds")]
    [InlineData(new double[] { 2, 1 }, new ulong[] { 1, 2, 3 }, "do not ascend")]
    [InlineData(new[] { double.NaN }, new ulong[] { 1, 2 }, "do not ascend")]
    public async Task Map_UnsoundBounds_RefuseThePoint(double[] bounds, ulong[] counts, string sentence)
    {
        await using OtlpBench bench = new();
        Mapped mapped = bench.Map(Request(Histogram(
            AggregationTemporality.Cumulative,
            new HistogramDataPoint { TimeUnixNano = Time, Count = 3, ExplicitBounds = { bounds }, BucketCounts = { counts } })));

        Assert.Empty(mapped.Samples);
        Assert.Equal(1, mapped.Rejected);
        Assert.Contains(sentence, mapped.Refusals, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Map_AttributeNamedLe_DoesNotHideTheBound()
    {
        await using OtlpBench bench = new();
        HistogramDataPoint point = new() { TimeUnixNano = Time, Count = 1, Attributes = { Text("le", "mine") } };
        Labels labels = bench.Map(Request(Histogram(AggregationTemporality.Cumulative, point))).Samples[0].Entry.Series.Labels;

        Assert.Equal(("+Inf", "mine"), (labels["le"], labels["exported_le"]));
    }

    [Fact]
    public async Task Map_SeriesLimitInTheMiddleOfAHistogram_KeepsNothingOfThePoint()
    {
        await using OtlpBench bench = new(storage: new() { MaxSeries = 3 });
        HistogramDataPoint point = new() { TimeUnixNano = Time, Count = 6, ExplicitBounds = { 1, 2, 3 }, BucketCounts = { 1, 2, 3, 0 } };
        Mapped mapped = bench.Map(Request(Histogram(AggregationTemporality.Cumulative, point)));

        Assert.Empty(mapped.Samples);
        Assert.Equal(1, mapped.Rejected);
    }

    [Fact]
    public async Task Map_ExponentialWhoseScaleFalls_EndsTheBucketsThatAreNoMore()
    {
        await using OtlpBench bench = new();
        bench.Map(Request(Exponential(Time, scale: 2, 0, 1, 1, 1, 1)));
        Mapped mapped = bench.Map(Request(Exponential(Time + Second, scale: 1, 0, 3, 3)));

        Assert.Equal(
            ["1.189207115002721", "1.681792830507429"],
            mapped.Samples.Where(sample => StaleMarker.Is(sample.Value)).Select(sample => sample.Entry.Series.Labels["le"]).Order());
        Assert.Equal(6, mapped.Samples.Single(sample => sample.Entry.Series.Labels["le"] == "2").Value);
    }

    [Fact]
    public async Task Map_ExponentialWhoseRangeGrows_GivesNewBucketsTheCountTheyHadBefore()
    {
        await using OtlpBench bench = new();
        bench.Map(Request(Exponential(Time, scale: 0, 0, 5))); // five values in (1, 2]
        Mapped mapped = bench.Map(Request(Exponential(Time + Second, scale: 0, -1, 1, 6, 1)));

        Assert.Equal([("0.5", 0), ("4", 5)], mapped.Samples.Where(sample => sample.TimeNs == (long)Time)
            .Select(sample => (sample.Entry.Series.Labels["le"] ?? "", sample.Value)));
    }

    [Fact]
    public async Task Map_NoRecordedValue_EndsEverySeriesOfTheHistogram()
    {
        await using OtlpBench bench = new();
        Mapped before = bench.Map(Request(Exponential(Time, scale: 2, 0, 1, 1)));
        Metric ended = new()
        {
            Name = "latency",
            Unit = "s",
            ExponentialHistogram = new ExponentialHistogram
            {
                AggregationTemporality = AggregationTemporality.Cumulative,
                DataPoints = { new ExponentialHistogramDataPoint { TimeUnixNano = Time + Second, Flags = 1 } },
            },
        };

        Assert.Equal(before.Samples.Count, bench.Map(Request(ended)).Samples.Count(sample => StaleMarker.Is(sample.Value)));
    }

    [Fact]
    public async Task Map_Summary_IsQuantilesCountAndSum()
    {
        await using OtlpBench bench = new();
        Mapped mapped = bench.Map(Request(new Metric
        {
            Name = "rpc.duration",
            Unit = "s",
            Summary = new Summary
            {
                DataPoints =
                {
                    new SummaryDataPoint
                    {
                        TimeUnixNano = Time, Count = 10, Sum = 4.5,
                        QuantileValues = { new SummaryDataPoint.Types.ValueAtQuantile { Quantile = 0.99, Value = 0.8 } },
                    },
                },
            },
        }));

        Assert.Equal(["rpc_duration_seconds_count", "rpc_duration_seconds_sum", "rpc_duration_seconds"], mapped.Samples.Select(sample => sample.Entry.Series.Labels.Name));
        Assert.Equal("0.99", mapped.Samples[2].Entry.Series.Labels["quantile"]);
        Assert.Equal([10, 4.5, 0.8], mapped.Samples.Select(sample => sample.Value));
    }

    [Fact]
    public async Task Map_NoRecordedValueWithBoundsAndNoCounts_EndsTheHistogram()
    {
        await using OtlpBench bench = new();
        HistogramDataPoint point = new() { TimeUnixNano = Time, Count = 1, ExplicitBounds = { 1 }, BucketCounts = { 1, 0 } };
        bench.Map(Request(Histogram(AggregationTemporality.Cumulative, point)));
        HistogramDataPoint ended = new() { TimeUnixNano = Time + Second, Flags = 1, ExplicitBounds = { 1 } };
        Mapped mapped = bench.Map(Request(Histogram(AggregationTemporality.Cumulative, ended)));

        Assert.Equal(3, mapped.Samples.Count(sample => StaleMarker.Is(sample.Value)));
        Assert.Equal(0, mapped.Rejected);
    }

    private static List<(string Name, string? Le, double Value)> Shape(Mapped mapped) =>
        [.. mapped.Samples.Select(sample => (sample.Entry.Series.Labels.Name, sample.Entry.Series.Labels["le"], sample.Value))];

    private static Metric Histogram(AggregationTemporality temporality, HistogramDataPoint point) => new()
    {
        Name = "latency",
        Unit = "s",
        Histogram = new Histogram { AggregationTemporality = temporality, DataPoints = { point } },
    };

    private static Metric Exponential(ulong time, int scale, int offset, params ulong[] counts) => new()
    {
        Name = "latency",
        Unit = "s",
        ExponentialHistogram = new ExponentialHistogram
        {
            AggregationTemporality = AggregationTemporality.Cumulative,
            DataPoints =
            {
                new ExponentialHistogramDataPoint
                {
                    TimeUnixNano = time, Scale = scale, Count = counts.Aggregate(0UL, (sum, count) => sum + count),
                    Positive = new() { Offset = offset, BucketCounts = { counts } },
                },
            },
        },
    };
}
