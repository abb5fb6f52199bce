using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Nightjar.Core.Telemetry;
using Nightjar.Server.Ingestion;

namespace Nightjar.Server.Tests.SelfWatch;

[CollectionDefinition(nameof(SelfWatchTests), DisableParallelization = true)]
[Collection(nameof(SelfWatchTests))] // the servers of one process share their meters by name, so this one must be alone
public sealed partial class SelfWatchTests : IAsyncLifetime
{
    private readonly string _directory = Directory.CreateTempSubdirectory("nightjar-test-").FullName;
    private readonly HttpClient _http = new();
    private WebApplication? _server;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private WebApplication Server => _server ?? throw new InvalidOperationException("Started by InitializeAsync.");

    public async ValueTask InitializeAsync()
    {
        IPEndPoint free = new(IPAddress.Loopback, 0);
        _server = NightjarServer.Build(new ServerOptions
        {
            DataDirectory = _directory,
            Listen = free,
            OtlpGrpc = null,
            OtlpHttp = null,
            Settings = new Dictionary<string, string?> { ["host:enabled"] = "false" },
        });
        await _server.StartAsync(Cancellation);
        _http.BaseAddress = new Uri(_server.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First());
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Server.StopAsync(CancellationToken.None);
        await Server.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public async Task Metrics_AfterAWrite_ParseAndMove()
    {
        Dictionary<string, double> before = await ScrapeAsync();
        await WriteAsync(7);

        Dictionary<string, double> after = before;
        for (int tries = 0; tries < 300 && !Moved(); tries++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, Cancellation); // the exporter and the store's figures are cached
            after = await ScrapeAsync();
        }

        Assert.Equal(7, after["nightjar_ingestion_samples_total"] - before.GetValueOrDefault("nightjar_ingestion_samples_total"));
        Assert.Equal(before["nightjar_storage_series"] + 1, after["nightjar_storage_series"]);
        Assert.Equal(1_000_000, after["nightjar_storage_series_bound"]);
        Assert.Equal(1_000_000, after["nightjar_ingestion_queue_bound"]);
        Assert.Equal(0, after["nightjar_ingestion_queued"]);
        Assert.Equal(0, after["nightjar_storage_failed"]);
        Assert.True(after["process_cpu_seconds_total"] > 0);
        Assert.True(after["process_resident_memory_bytes"] > 10_000_000);
        Assert.Contains(after.Keys, key => key.StartsWith("dotnet_gc_collections_total", StringComparison.Ordinal));
        Assert.Contains("nightjar_storage_commit_duration_seconds_bucket{le=\"0.001\"}", after.Keys);
        Assert.Contains("nightjar_storage_commit_duration_seconds_bucket{le=\"10\"}", after.Keys);
        Assert.Contains(after.Keys, key => key.StartsWith("http_server_request_duration_seconds_bucket", StringComparison.Ordinal));

        bool Moved() =>
            after.GetValueOrDefault("nightjar_ingestion_samples_total") >= 7 && after["nightjar_storage_series"] > before["nightjar_storage_series"];
    }

    [Fact]
    public async Task Readyz_StartedServer_NamesEachPart()
    {
        using HttpResponseMessage answer = await _http.GetAsync(new Uri("/readyz", UriKind.Relative), Cancellation);
        using JsonDocument body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancellation));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.True(body.RootElement.GetProperty("ready").GetBoolean());
        foreach (string part in (string[])["start", "storage", "ingestion"])
        {
            Assert.True(body.RootElement.GetProperty("parts").GetProperty(part).GetProperty("ok").GetBoolean());
        }
    }

    [Fact]
    public async Task Healthz_StartedServer_IsAlive() =>
        Assert.Equal("alive\n", await _http.GetStringAsync(new Uri("/healthz", UriKind.Relative), Cancellation));

    private async Task WriteAsync(int samples)
    {
        using SampleBatch batch = new("test");
        SeriesDoor door = Server.Services.GetRequiredService<SeriesDoor>();
        var entry = door.Resolve([new Label("__name__", "up"), new Label("job", "test")], MetricKind.Gauge, "", "", batch, samples);
        Assert.NotNull(entry);
        long nowNs = TimeProvider.System.NowNs();
        for (int i = 0; i < samples; i++)
        {
            batch.Add(entry, nowNs + i, i);
        }

        Assert.Equal(WriteOutcome.Durable, await Server.Services.GetRequiredService<FrontDoor>().WriteAsync(batch, Cancellation));
    }

    private async Task<Dictionary<string, double>> ScrapeAsync()
    {
        using HttpResponseMessage answer = await _http.GetAsync(new Uri("/metrics", UriKind.Relative), Cancellation);
        Assert.Equal("text/plain", answer.Content.Headers.ContentType?.MediaType);
        string text = await answer.Content.ReadAsStringAsync(Cancellation);
        Dictionary<string, double> samples = [];
        foreach (string line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] != '#'))
        {
            Match match = SampleLine().Match(line);
            Assert.True(match.Success, $"not a line of Prometheus' text format: {line}");
            string value = match.Groups["value"].Value;
            samples[match.Groups["series"].Value.Replace("{}", "", StringComparison.Ordinal)] = value == "+Inf" ? double.PositiveInfinity : double.Parse(value, CultureInfo.InvariantCulture);
        }

        return samples;
    }

    [GeneratedRegex("""^(?<series>[a-zA-Z_:][a-zA-Z0-9_:]*(\{([a-zA-Z_][a-zA-Z0-9_]*="([^"\\]|\\.)*",?)*\})?) (?<value>[^ ]+)( [0-9]+)?$""")]
    private static partial Regex SampleLine();
}
