using System.Text;
using Google.Protobuf;
using Nightjar.Server.Ingestion.Otlp;
using Nightjar.Server.Ingestion.Otlp.Wire;
using Nightjar.Server.Tests.Fuzzing;
using static Nightjar.Server.Tests.Ingestion.Otlp.OtlpBench;

namespace Nightjar.Server.Tests.Ingestion.Otlp;

/// <summary>From bytes to samples: whatever comes, there is an answer, and every point is a sample or a counted refusal.</summary>
public sealed class OtlpFuzzTests
{
    // The largest message the harness makes holds some thousand points, each with labels of its own.
    private const long MaxAllocatedBytes = 64_000_000;

    private static readonly ExportMetricsServiceRequest[] Corpus = MakeCorpus();

    [Fact]
    public Task Protobuf_Mutated_AlwaysAnswersAsync() =>
        RunAsync(OtlpEncoding.Protobuf, [.. Corpus.Select(request => request.ToByteArray())]);

    [Fact]
    public Task Json_Mutated_AlwaysAnswersAsync() =>
        RunAsync(OtlpEncoding.Json, [.. Corpus.Select(request => Encoding.UTF8.GetBytes(JsonFormatter.Default.Format(request)))]);

    private static async Task RunAsync(OtlpEncoding encoding, byte[][] corpus)
    {
        await using OtlpBench bench = new(storage: new() { MaxSeries = 10_000 }, otlp: options => options.CachedPoints = 1_000);
        long readable = 0;
        new Fuzzer(42, corpus).Run(
            input =>
            {
                if (encoding.TryParse(ExportMetricsServiceRequest.Parser, input, out ExportMetricsServiceRequest request, out string error))
                {
                    readable++;
                    Mapped mapped = bench.Map(request);
                    Assert.All(mapped.Samples, sample => Assert.False(sample.Entry.Dropped));
                }
                else
                {
                    Assert.NotEmpty(error);
                }
            },
            MaxAllocatedBytes);

        Assert.True(readable > corpus.Length, "no mutation could be read: the mapping was not tried");
    }

    private static ExportMetricsServiceRequest[] MakeCorpus()
    {
        NumberDataPoint number = new() { StartTimeUnixNano = 1, TimeUnixNano = 1_700_000_000_000_000_000, AsDouble = 1.5, Attributes = { Text("a.b", "c") } };
        ExportMetricsServiceRequest scoped = Request(new Metric { Name = "g", Unit = "By/s", Description = "d", Gauge = new Gauge { DataPoints = { number } } });
        scoped.ResourceMetrics[0].ScopeMetrics[0].Scope = new InstrumentationScope { Name = "lib", Version = "1", Attributes = { Text("x", "y") } };
        AnyValue nested = new() { ArrayValue = new ArrayValue { Values = { new AnyValue { KvlistValue = new KeyValueList { Values = { Text("k", "v") } } } } } };
        scoped.ResourceMetrics[0].Resource.Attributes.Add(new KeyValue { Key = "deep", Value = nested });
        return
        [
            scoped,
            Request(new Metric { Name = "s", Sum = new Sum { IsMonotonic = true, AggregationTemporality = AggregationTemporality.Cumulative, DataPoints = { number } } }),
            Request(new Metric
            {
                Name = "h", Unit = "s",
                Histogram = new Histogram
                {
                    AggregationTemporality = AggregationTemporality.Delta,
                    DataPoints = { new HistogramDataPoint { TimeUnixNano = 5, Count = 3, Sum = 2, Min = 1, Max = 2, ExplicitBounds = { 1, 2 }, BucketCounts = { 1, 1, 1 } } },
                },
            }),
            Request(new Metric
            {
                Name = "e",
                ExponentialHistogram = new ExponentialHistogram
                {
                    AggregationTemporality = AggregationTemporality.Cumulative,
                    DataPoints =
                    {
                        new ExponentialHistogramDataPoint
                        {
                            TimeUnixNano = 5, Count = 9, Sum = 2, Scale = 4, ZeroCount = 1, ZeroThreshold = 0.1,
                            Positive = new() { Offset = -3, BucketCounts = { 1, 0, 2 } }, Negative = new() { Offset = 7, BucketCounts = { 5 } },
                        },
                    },
                },
            }),
            Request(new Metric
            {
                Name = "q",
                Summary = new Summary
                {
                    DataPoints =
                    {
                        new SummaryDataPoint { TimeUnixNano = 5, Count = 3, Sum = 2, QuantileValues = { new SummaryDataPoint.Types.ValueAtQuantile { Quantile = 0.5, Value = 1 } } },
                    },
                },
            }),
        ];
    }
}
