using Nightjar.Core.Telemetry;
using Nightjar.Server.Ingestion.Otlp.Wire;
using static Nightjar.Server.Tests.Ingestion.Otlp.OtlpBench;

namespace Nightjar.Server.Tests.Ingestion.Otlp;

public sealed class NumberMappingTests
{
    private const ulong Time = 1_700_000_000_000_000_000;

    [Fact]
    public async Task Map_Gauge_IsOneSeriesWithUnitAndHelp()
    {
        await using OtlpBench bench = new();
        Mapped mapped = bench.Map(Request(new Metric
        {
            Name = "system.memory.usage",
            Unit = "By",
            Description = "Memory in use.",
            Gauge = new Gauge { DataPoints = { Point(12.5, ("state", "used")) } },
        }));

        Assert.Equal(
            [$"system_memory_usage_bytes{{job=\"shop/cart\",service_name=\"cart\",service_namespace=\"shop\",state=\"used\"}} 12.5 @{Time}"],
            mapped.Lines);
        Series series = mapped.Samples[0].Entry.Series;
        Assert.Equal((MetricKind.Gauge, "By", "Memory in use."), (series.Kind, series.Unit, series.Help));
        Assert.Equal(["otlp cart"], mapped.Sources);
    }

    [Theory]
    [InlineData((int)AggregationTemporality.Cumulative, true, "things_total", MetricKind.Counter)]
    [InlineData((int)AggregationTemporality.Delta, true, "things_total", MetricKind.DeltaCounter)]
    [InlineData((int)AggregationTemporality.Cumulative, false, "things", MetricKind.Gauge)]
    [InlineData((int)AggregationTemporality.Delta, false, "things", MetricKind.DeltaCounter)]
    public async Task Map_Sum_KindAndNameFollowTemporalityAndDirection(
        int temporality, bool isMonotonic, string name, MetricKind kind)
    {
        await using OtlpBench bench = new();
        Mapped mapped = bench.Map(Request(Sum("things", (AggregationTemporality)temporality, isMonotonic, new NumberDataPoint { AsInt = 7, TimeUnixNano = Time })));

        Assert.Equal(7, Assert.Single(mapped.Samples).Value);
        Assert.Equal(kind, mapped.KindOf(name));
    }

    [Fact]
    public async Task Map_UnspecifiedTemporality_RefusesEachPointAndSaysWhatToDo()
    {
        await using OtlpBench bench = new();
        Mapped mapped = bench.Map(Request(Sum("things", AggregationTemporality.Unspecified, true, Point(1), Point(2, ("a", "b")))));

        Assert.Empty(mapped.Samples);
        Assert.Equal(2, mapped.Rejected);
        Assert.Contains("set it to delta or cumulative", mapped.Refusals, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Map_BadPointsAmongGoodOnes_KeepsTheGood()
    {
        await using OtlpBench bench = new();
        Mapped mapped = bench.Map(Request(Gauge("a", new NumberDataPoint { AsInt = 1 }, new NumberDataPoint { TimeUnixNano = Time }, Point(3)), Gauge("é", Point(1))));

        Assert.Equal(3, Assert.Single(mapped.Samples).Value);
        Assert.Equal(3, mapped.Rejected);
        Assert.Contains("set time_unix_nano", mapped.Refusals, StringComparison.Ordinal);
        Assert.Contains("at least one of a-z", mapped.Refusals, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Map_NaN_IsKeptWithItsBits()
    {
        await using OtlpBench bench = new();
        double sent = BitConverter.Int64BitsToDouble(0x7ff8_0000_0000_0123);
        Mapped mapped = bench.Map(Request(Gauge("a", Point(sent))));

        Assert.Equal(BitConverter.DoubleToInt64Bits(sent), BitConverter.DoubleToInt64Bits(Assert.Single(mapped.Samples).Value));
    }

    [Fact]
    public async Task Map_NoRecordedValue_EndsTheSeriesOnce()
    {
        await using OtlpBench bench = new();
        bench.Map(Request(Gauge("a", Point(1))));
        NumberDataPoint ended = new() { TimeUnixNano = Time + 10, Flags = 1 };
        Mapped first = bench.Map(Request(Gauge("a", ended)));
        Mapped again = bench.Map(Request(Gauge("a", new NumberDataPoint { TimeUnixNano = Time + 20, Flags = 1 })));

        Assert.True(StaleMarker.Is(Assert.Single(first.Samples).Value));
        Assert.Empty(again.Samples);
    }

    [Fact]
    public async Task Map_TwoScopesWithOneMetric_AreTwoSeries()
    {
        await using OtlpBench bench = new();
        ExportMetricsServiceRequest request = Request(Gauge("a", Point(1)));
        ScopeMetrics other = request.ResourceMetrics[0].ScopeMetrics[0].Clone();
        other.Scope = new InstrumentationScope { Name = "lib", Version = "9", Attributes = { Text("short.name", "x") } };
        request.ResourceMetrics[0].ScopeMetrics.Add(other);

        Mapped mapped = bench.Map(request);

        Assert.Equal(2, mapped.Samples.Select(sample => sample.Entry.Series.Id).Distinct().Count());
        Assert.Equal("lib", mapped.Samples[1].Entry.Series.Labels["otel_scope_name"]);
        Assert.Equal("x", mapped.Samples[1].Entry.Series.Labels["otel_scope_short_name"]);
        Assert.Null(mapped.Samples[1].Entry.Series.Labels["otel_scope_version"]);
    }

    [Fact]
    public async Task Map_PointAttributeNamedJob_DoesNotHideTheTarget()
    {
        await using OtlpBench bench = new();
        Labels labels = bench.Map(Request(Gauge("a", Point(1, ("job", "nightly"))))).Samples[0].Entry.Series.Labels;

        Assert.Equal("shop/cart", labels["job"]);
        Assert.Equal("nightly", labels["exported_job"]);
    }

    [Fact]
    public async Task Map_ResourceWithoutService_IsCountedUnderItsAddress()
    {
        await using OtlpBench bench = new();
        ExportMetricsServiceRequest request = Request(Gauge("a", Point(1)));
        request.ResourceMetrics[0].Resource = null;

        Assert.Equal(["otlp 192.0.2.1"], bench.Map(request).Sources);
    }

    [Fact]
    public async Task Map_ManyServicesInOneRequest_TellsABoundedNumberApart()
    {
        await using OtlpBench bench = new();
        ExportMetricsServiceRequest request = new();
        foreach (int i in Enumerable.Range(0, 100).Concat(Enumerable.Range(0, 10)))
        {
            request.ResourceMetrics.AddRange(Request($"s{i}", "shop", Gauge("a", Point(i))).ResourceMetrics);
        }

        Mapped mapped = bench.Map(request);

        Assert.Equal(65, mapped.Sources.Count);
        Assert.Single(mapped.Sources, "otlp 192.0.2.1");
        Assert.Equal(110, mapped.Samples.Count);
    }

    [Fact]
    public async Task Map_SecondExport_FindsItsSeriesInTheCache()
    {
        await using OtlpBench bench = new();
        bench.Map(Request(Gauge("a", Point(1, ("x", "1")), Point(1, ("x", "2")))));
        long points = bench.Cache.Count;
        Mapped again = bench.Map(Request(Gauge("a", Point(5, ("x", "1")))));

        Assert.Equal(2, points);
        Assert.Equal(points, bench.Cache.Count);
        Assert.Equal("1", again.Samples[0].Entry.Series.Labels["x"]);
    }

    [Fact]
    public async Task Map_TooManyLabels_RefusesThePointOnly()
    {
        await using OtlpBench bench = new(limits => limits.MaxLabels = 5);
        Mapped mapped = bench.Map(Request(Gauge("a", Point(1, ("b", "1"), ("c", "1")), Point(2, ("b", "1")))));

        Assert.Equal(2, Assert.Single(mapped.Samples).Value);
        Assert.Equal(1, mapped.Rejected);
        Assert.Contains("ingestion.maxLabels", mapped.Refusals, StringComparison.Ordinal);
    }

    private static NumberDataPoint Point(double value, params (string, string)[] attributes)
    {
        NumberDataPoint point = new() { AsDouble = value, TimeUnixNano = Time };
        Add(point.Attributes, attributes);
        return point;
    }

    private static Metric Gauge(string name, params NumberDataPoint[] points) => new() { Name = name, Gauge = new Gauge { DataPoints = { points } } };

    private static Metric Sum(string name, AggregationTemporality temporality, bool isMonotonic, params NumberDataPoint[] points) => new()
    {
        Name = name,
        Sum = new Sum { AggregationTemporality = temporality, IsMonotonic = isMonotonic, DataPoints = { points } },
    };
}
