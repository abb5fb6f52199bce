using System.Globalization;
using System.Text.Json;
using Nightjar.Core.Telemetry;
using Nightjar.Server.Ingestion;
using Nightjar.Storage.Telemetry;

namespace Nightjar.EndToEnd.Tests.Prometheus;

/// <summary>
/// One node-exporter, scraped by a Nightjar and by a Prometheus that writes to another Nightjar: all three must say the same of it.
/// </summary>
public sealed class NodeExporterTests
{
    private const int Scrapes = 5;

    [Fact]
    public async Task ScrapedAndRemoteWritten_AgreeWithPrometheusSampleForSample()
    {
        await using RealPart exporter = await RealPart.StartNodeExporterAsync();
        await using RunningServer scraping = await RunningServer.StartAsync(ScrapeSettings(exporter.Address));
        await using RunningServer written = await RunningServer.StartAsync();
        await using RealPart prometheus = await RealPart.StartPrometheusAsync(exporter.Address, written.Address);
        await RunningServer.UntilAsync(() => Task.FromResult(Ups(written, 1).Length >= Scrapes && Ups(scraping, 1).Length >= Scrapes), "five scrapes", TimeSpan.FromSeconds(60));

        // Up to a scrape that is over: remote write sends its series in several queues, of which some may lag.
        long untilMs = Ups(written, 1)[Scrapes - 2].TimeNs / Clock.NsPerMs;
        Dictionary<string, List<string>> theirs = await RawSamplesAsync(prometheus, untilMs);
        await RunningServer.UntilAsync(
            () => Task.FromResult(RawSamples(written, untilMs).Sum(series => series.Value.Count) >= theirs.Sum(series => series.Value.Count)), "remote write has caught up");

        Dictionary<string, List<string>> ours = RawSamples(written, untilMs);
        Assert.True(theirs.Count > 100, $"{theirs.Count} series");
        Assert.Equal(theirs.Keys.Order(StringComparer.Ordinal), ours.Keys.Order(StringComparer.Ordinal));
        Assert.All(theirs, series => Assert.Equal(series.Value, ours[series.Key]));
        Assert.Equal(
            theirs.Keys.Order(StringComparer.Ordinal), RawSamples(scraping, long.MaxValue / Clock.NsPerMs).Keys.Order(StringComparer.Ordinal));
        Assert.Empty(written.Service<SourceLedger>().Sources.SelectMany(source => source.Refused));
    }

    [Fact]
    public async Task ScrapedAndRemoteWritten_KnowTheKindOfEachMetric()
    {
        await using RealPart exporter = await RealPart.StartNodeExporterAsync();
        await using RunningServer scraping = await RunningServer.StartAsync(ScrapeSettings(exporter.Address));
        await using RunningServer written = await RunningServer.StartAsync();
        await using RealPart prometheus = await RealPart.StartPrometheusAsync(exporter.Address, written.Address);

        foreach (RunningServer server in (RunningServer[])[scraping, written])
        {
            await RunningServer.UntilAsync(
                () => Task.FromResult(KindOf(server, "node_load1") == MetricKind.Gauge && KindOf(server, "node_cpu_seconds_total") == MetricKind.Counter),
                "the kinds are known",
                TimeSpan.FromSeconds(90));
            Assert.Contains("1m load average", server.Service<TelemetryStore>().Catalog.OfName("node_load1").Single().Series.Help, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task ExporterStops_StaleMarkersStandWhereTheScrapeFailed()
    {
        await using RealPart exporter = await RealPart.StartNodeExporterAsync();
        await using RunningServer scraping = await RunningServer.StartAsync(ScrapeSettings(exporter.Address));
        await using RunningServer written = await RunningServer.StartAsync();
        await using RealPart prometheus = await RealPart.StartPrometheusAsync(exporter.Address, written.Address);
        await RunningServer.UntilAsync(() => Task.FromResult(Ups(written, 1).Length >= 2 && Ups(scraping, 1).Length >= 2), "two scrapes", TimeSpan.FromSeconds(60));
        await exporter.StopAsync();
        await RunningServer.UntilAsync(() => Task.FromResult(Ups(written, 0).Length >= 1 && Ups(scraping, 0).Length >= 1), "failed scrapes", TimeSpan.FromSeconds(60));

        foreach (RunningServer server in (RunningServer[])[scraping, written])
        {
            SamplePoint failed = Ups(server, 0)[0];
            await RunningServer.UntilAsync(() => Task.FromResult(Exposed(server).All(points => StaleMarker.Is(points[^1].Value))), "every series has ended");
            Assert.All(Exposed(server), points => Assert.Equal(failed.TimeNs, points[^1].TimeNs));
        }

        long failedMs = Ups(written, 0)[0].TimeNs / Clock.NsPerMs;
        JsonElement left = await prometheus.QueryAsync($"query?query={Uri.EscapeDataString("{job=\"node\",__name__=~\"node_.*\"}")}&time={Seconds(failedMs)}");
        Assert.Equal(0, left.GetProperty("result").GetArrayLength());
        SourceTally source = Assert.Single(scraping.Service<SourceLedger>().Sources, tally => tally.Source == $"scrape node {exporter.Address}");
        Assert.NotNull(source.Error);
    }

    private static Dictionary<string, string?> ScrapeSettings(string address) => new()
    {
        ["scrape_configs:0:job_name"] = "node",
        ["scrape_configs:0:scrape_interval"] = "1s",
        ["scrape_configs:0:static_configs:0:targets:0"] = address,
    };

    private static MetricKind? KindOf(RunningServer server, string name) =>
        server.Service<TelemetryStore>().Catalog.OfName(name).FirstOrDefault()?.Series.Kind;

    /// <summary>The samples of <c>up</c> that have one value, in order of time.</summary>
    private static SamplePoint[] Ups(RunningServer server, double value) =>
        [.. Points(server, entry => entry.Series.Labels.Name == "up").Values.SelectMany(points => points).Where(point => point.Value == value)];

    /// <summary>The samples of what the exporter itself exposed.</summary>
    private static IEnumerable<SamplePoint[]> Exposed(RunningServer server) =>
        Points(server, entry => entry.Series.Labels.Name.StartsWith("node_", StringComparison.Ordinal)).Values;

    private static IReadOnlyDictionary<SeriesId, SamplePoint[]> Points(RunningServer server, Func<SeriesEntry, bool> which)
    {
        TelemetryStore store = server.Service<TelemetryStore>();
        SeriesId[] ids = [.. store.Catalog.All.Where(which).Select(entry => entry.Series.Id)];
        return store.Read(ids, new TimeRange(0, long.MaxValue), TestContext.Current.CancellationToken);
    }

    /// <summary>Series and their samples as <c>ms value</c>, without stale markers, which Prometheus' API does not show.</summary>
    private static Dictionary<string, List<string>> RawSamples(RunningServer server, long untilMs)
    {
        TelemetryStore store = server.Service<TelemetryStore>();
        return Points(server, entry => entry.Series.Labels["job"] == "node").ToDictionary(
            series => store.Catalog.TryGet(series.Key, out SeriesEntry entry) ? entry.Series.Labels.ToString() : "",
            series => series.Value.Where(point => point.TimeNs <= untilMs * Clock.NsPerMs && !StaleMarker.Is(point.Value))
                .Select(point => FormattableString.Invariant($"{point.TimeNs / Clock.NsPerMs} {point.Value:R}")).ToList());
    }

    private static async Task<Dictionary<string, List<string>>> RawSamplesAsync(RealPart prometheus, long untilMs)
    {
        JsonElement data = await prometheus.QueryAsync($"query?query={Uri.EscapeDataString("{job=\"node\"}[1h]")}&time={Seconds(untilMs)}");
        return data.GetProperty("result").EnumerateArray().ToDictionary(
            series => Labels.Create(series.GetProperty("metric").EnumerateObject().Select(label => new Label(label.Name, label.Value.GetString() ?? ""))).ToString(),
            series => series.GetProperty("values").EnumerateArray().Select(AsText).ToList());
    }

    private static string AsText(JsonElement sample)
    {
        string value = sample[1].GetString() ?? "";
        double number = value switch
        {
            "+Inf" => double.PositiveInfinity,
            "-Inf" => double.NegativeInfinity,
            _ => double.Parse(value, CultureInfo.InvariantCulture),
        };
        return FormattableString.Invariant($"{Math.Round(sample[0].GetDouble() * 1000)} {number:R}");
    }

    private static string Seconds(long ms) => (ms / 1000m).ToString(CultureInfo.InvariantCulture);
}
