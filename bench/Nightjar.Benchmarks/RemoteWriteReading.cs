using System.Globalization;
using System.Text;
using BenchmarkDotNet.Attributes;
using Nightjar.Server.Ingestion;
using Nightjar.Server.Ingestion.Prometheus;
using Nightjar.Server.Ingestion.Prometheus.Scraping;
using Nightjar.Server.Tests.Ingestion.Prometheus;
using Nightjar.Storage.Telemetry;
using Snappier;

namespace Nightjar.Benchmarks;

/// <summary>
/// From the bytes of a request or page to samples in a batch, all series known: what a warm server does. Times and bytes are per sample.
/// Labels are node-exporter's: nine a series, about 170 bytes.
/// </summary>
[MemoryDiagnoser]
public class RemoteWriteReading
{
    private const int Samples = 20_000;
    private const int MaxBytes = 100_000_000;

    private byte[] _first = [];
    private byte[] _second = [];
    private byte[] _compressed = [];
    private byte[] _page = [];
    private RemoteWriteReaders? _readers;
    private ScrapePage? _scraped;

    /// <summary>Samples a series in one request: 1 as Prometheus sends at rest, 10 when it catches up.</summary>
    [Params(1, 10)]
    public int SamplesPerSeries { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        SeriesCatalog catalog = new(1_000_000);
        SeriesDoor door = new(catalog, new IngestionOptions());
        _readers = new RemoteWriteReaders(door, catalog, new PrometheusOptions());
        _scraped = new ScrapePage(door, new TargetLabels([], honorLabels: false), honorTimestamps: true);
        List<(string, string)[]> series = [.. Enumerable.Range(0, Samples / SamplesPerSeries).Select(LabelsOf)];
        (double, long)[] values = [.. Enumerable.Range(0, SamplesPerSeries).Select(i => (i * 1.25, 1_700_000_000_000L + (i * 15_000)))];
        _first = WriteMessages.Request(series.Select(labels => WriteMessages.Series(labels, values)));
        _compressed = Snappy.CompressToArray(_first);
        WriteV2Message second = new();
        foreach ((string, string)[] labels in series)
        {
            ProtoWriter one = second.Series(labels);
            Array.ForEach(values, value => one.Message(2, WriteMessages.Sample(value.Item1, value.Item2)));
        }

        _second = second.ToArray();
        _page = Encoding.UTF8.GetBytes(string.Join('\n', Enumerable.Range(0, Samples).Select(Line)));
        Version1();
        Version2();
        Page();
    }

    [Benchmark(OperationsPerInvoke = Samples)]
    public int Version1()
    {
        using SampleBatch batch = new("bench");
        return _readers?.First.Read(_first, batch).Samples ?? 0;
    }

    [Benchmark(OperationsPerInvoke = Samples)]
    public int Version1WithSnappy()
    {
        using SampleBatch batch = new("bench");
        using PooledBuffer? message = SnappyBlock.Decompress(_compressed, MaxBytes, batch.Refusals);
        return _readers?.First.Read(message is null ? default : message.Span, batch).Samples ?? 0;
    }

    [Benchmark(OperationsPerInvoke = Samples)]
    public int Version2()
    {
        using SampleBatch batch = new("bench");
        return _readers?.Second.Read(_second, batch).Samples ?? 0;
    }

    [Benchmark(OperationsPerInvoke = Samples)]
    public int Page()
    {
        using SampleBatch batch = new("bench");
        return _scraped?.Read(_page, openMetrics: false, 1, batch).Samples ?? 0;
    }

    private static (string, string)[] LabelsOf(int i) =>
    [
        ("__name__", "node_network_receive_bytes_total"), ("cluster", "production-eu-1"), ("device", $"eth{i % 8}"),
        ("env", "production"), ("instance", $"node-{i / 8:d5}.example.internal:9100"), ("job", "node-exporter"),
        ("rack", $"r{i % 40}"), ("region", "eu-central"), ("team", "platform"),
    ];

    private static string Line(int i) => string.Create(
        CultureInfo.InvariantCulture, $"node_network_receive_bytes_total{{device=\"eth{i % 8}\",address=\"00:00:5e:00:53:{i % 256:x2}\",duplex=\"full\",n=\"{i}\"}} {i * 1.5}");
}
