using System.Diagnostics.Metrics;
using System.Globalization;
using Nightjar.Core.Telemetry;
using Nightjar.Storage.Telemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;

namespace Nightjar.EndToEnd.Tests.Otlp;

/// <summary>What the OpenTelemetry .NET SDK recorded is what the store gives back, over both protocols and in both temporalities.</summary>
public sealed class OtlpSdkTests
{
    private static readonly double[] First = [0.5, 7, 80, 80, 999, 123_456];
    private static readonly double[] Second = [3, 0.5, 0.001];

    [Theory]
    [InlineData(OtlpExportProtocol.Grpc, MetricReaderTemporalityPreference.Cumulative, false)]
    [InlineData(OtlpExportProtocol.Grpc, MetricReaderTemporalityPreference.Delta, true)]
    [InlineData(OtlpExportProtocol.HttpProtobuf, MetricReaderTemporalityPreference.Cumulative, true)]
    [InlineData(OtlpExportProtocol.HttpProtobuf, MetricReaderTemporalityPreference.Delta, false)]
    public async Task Export_EveryInstrument_IsReadBackAsRecorded(
        OtlpExportProtocol protocol, MetricReaderTemporalityPreference temporality, bool isGzip)
    {
        await using RunningServer server = await RunningServer.StartAsync();
        Uri endpoint = protocol == OtlpExportProtocol.Grpc ? server.OtlpGrpc : new Uri(server.OtlpHttp, "v1/metrics");
        using OtelSender sender = new("cart", endpoint, protocol, temporality, isGzip);
        Counter<long> orders = sender.Meter.CreateCounter<long>("orders", "{order}");
        UpDownCounter<int> open = sender.Meter.CreateUpDownCounter<int>("carts.open");
        Histogram<double> duration = sender.Meter.CreateHistogram<double>("checkout.duration", "ms");
        Histogram<double> size = sender.Meter.CreateHistogram<double>(OtelSender.Exponential, "By");
        double load = 0.25;
        sender.Meter.CreateObservableGauge("load", () => load, "1");

        Record(3, 5, First);
        Assert.True(sender.Export());
        load = 0.75;
        Record(4, -2, Second);
        Assert.True(sender.Export());

        bool isDelta = temporality == MetricReaderTemporalityPreference.Delta;
        double[][] windows = isDelta ? [First, Second] : [First, [.. First, .. Second]];
        Assert.Equal(isDelta ? [3, 4] : [0, 3, 7], Read(server, "orders_total").Single().Values);
        Assert.Equal([5, 3], Read(server, "carts_open").Single().Values);
        Assert.Equal([0.25, 0.75], Read(server, "load_ratio").Single().Values);
        AssertHistogram(server, "checkout_duration_milliseconds", windows, isDelta);
        AssertHistogram(server, "payload_size_bytes", windows, isDelta);
        Labels labels = Read(server, "orders_total").Single().Labels;
        Assert.Equal(("shop/cart", "i-1", "cart", "eu"), (labels["job"], labels["instance"], labels["service_name"], labels["shop_region"]));
        return;

        void Record(long count, int change, double[] values)
        {
            orders.Add(count, new KeyValuePair<string, object?>("shop.region", "eu"));
            open.Add(change);
            foreach (double value in values)
            {
                duration.Record(value);
                size.Record(value);
            }
        }
    }

    [Fact]
    public async Task Export_SenderThatRestarts_ShowsAsAZeroBetween()
    {
        await using RunningServer server = await RunningServer.StartAsync();
        foreach (int orders in new[] { 5, 9 })
        {
            using OtelSender sender = new("cart", server.OtlpGrpc, OtlpExportProtocol.Grpc, MetricReaderTemporalityPreference.Cumulative);
            sender.Meter.CreateCounter<int>("orders").Add(orders);
            Assert.True(sender.Export());
        }

        // Each sender exports once more as it is disposed, so values repeat.
        double[] values = Read(server, "orders_total").Single().Values;
        Assert.Equal([0, 5, 0, 9], values.Where((value, i) => i == 0 || value != values[i - 1]));
    }

    private static void AssertHistogram(RunningServer server, string name, double[][] windows, bool isDelta)
    {
        double[] zero = isDelta ? [] : [0];
        Assert.Equal([.. zero, .. windows.Select(window => (double)window.Length)], Read(server, name + "_count").Single().Values);
        Assert.Equal([.. zero, .. windows.Select(window => window.Sum())], Read(server, name + "_sum").Single().Values);
        Assert.Equal(windows.Select(window => window.Max()), Read(server, name + "_max").Single().Values);

        List<(Labels Labels, double[] Values)> buckets = Read(server, name + "_bucket");
        Assert.InRange(buckets.Count, 15, 160);
        foreach ((Labels labels, double[] values) in buckets)
        {
            double bound = labels["le"] == "+Inf" ? double.PositiveInfinity : double.Parse(labels["le"]!, CultureInfo.InvariantCulture);
            double[] expected = [.. zero, .. windows.Select(window => (double)window.Count(value => value <= bound))];

            // A bucket that the second export added has no zero at the start; a delta need not hold every bucket.
            IEnumerable<double[]> sound = isDelta ? [expected, expected[..1], expected[1..]] : [expected, expected[1..]];
            Assert.True(
                sound.Any(values.SequenceEqual),
                $"{labels}: {string.Join(' ', values)} instead of {string.Join(' ', expected)}");
        }
    }

    private static List<(Labels Labels, double[] Values)> Read(RunningServer server, string name)
    {
        TelemetryStore store = server.Service<TelemetryStore>();
        SeriesEntry[] entries = [.. store.Catalog.OfName(name)];
        IReadOnlyDictionary<SeriesId, SamplePoint[]> samples = store.Read(
            [.. entries.Select(entry => entry.Series.Id)], new TimeRange(0, long.MaxValue), TestContext.Current.CancellationToken);
        return [.. entries.Select(entry => (entry.Series.Labels, samples[entry.Series.Id].Select(sample => sample.Value).ToArray()))];
    }
}
