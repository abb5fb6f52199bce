using System.Globalization;
using System.Text.Json;

namespace Nightjar.EndToEnd.Tests.Prometheus;

/// <summary>A program of Debian's with an HTTP port and a directory of its own.</summary>
internal sealed class RealPart : IAsyncDisposable
{
    private readonly ChildProcess _process;
    private readonly string _directory;

    private RealPart(ChildProcess process, string directory, int port)
    {
        _process = process;
        _directory = directory;
        Address = $"127.0.0.1:{port.ToString(CultureInfo.InvariantCulture)}";
        Http = new HttpClient { BaseAddress = new Uri($"http://{Address}") };
    }

    /// <summary>Its <c>host:port</c>.</summary>
    public string Address { get; }

    /// <summary>A client for it.</summary>
    public HttpClient Http { get; }

    /// <summary>Starts it and waits until <paramref name="readyPath"/> answers; skips the test where it is not installed.</summary>
    public static async Task<RealPart> StartAsync(string program, string readyPath, Func<string, string, IEnumerable<string>> arguments)
    {
        ChildProcess.Need(program);
        string directory = Directory.CreateTempSubdirectory("nightjar-part-").FullName;
        int port = Loopback.FreePorts(1)[0];
        ChildProcess process = ChildProcess.Start(program, arguments($"127.0.0.1:{port}", directory));
        RealPart part = new(process, directory, port);
        await RunningServer.UntilAsync(
            async () =>
            {
                Assert.False(process.HasExited, process.Output);
                try
                {
                    using HttpResponseMessage ready = await part.Http.GetAsync(readyPath, TestContext.Current.CancellationToken);
                    return ready.IsSuccessStatusCode;
                }
                catch (HttpRequestException)
                {
                    return false;
                }
            },
            $"{program} answers",
            TimeSpan.FromSeconds(60));
        return part;
    }

    /// <summary>A node-exporter whose set of series does not change from scrape to scrape.</summary>
    public static Task<RealPart> StartNodeExporterAsync() =>
        StartAsync(
            "/usr/bin/prometheus-node-exporter",
            "/metrics",
            (address, _) =>
            [
                $"--web.listen-address={address}", "--collector.disable-defaults", "--collector.cpu", "--collector.loadavg",
                "--collector.meminfo", "--collector.netdev", "--collector.stat", "--collector.uname", "--collector.filesystem",
            ]);

    /// <summary>A Prometheus that scrapes a target each second and writes to a Nightjar.</summary>
    public static Task<RealPart> StartPrometheusAsync(string target, Uri writeTo) =>
        StartAsync(
            "/usr/bin/prometheus",
            "/-/ready",
            (address, directory) =>
            {
                string file = Path.Combine(directory, "prometheus.yml");
                File.WriteAllText(
                    file,
                    $$"""
                    global: {scrape_interval: 1s, scrape_timeout: 1s}
                    scrape_configs: [{job_name: node, static_configs: [{targets: ["{{target}}"]}]}]
                    remote_write:
                      - url: {{writeTo}}api/v1/write
                        queue_config: {batch_send_deadline: 500ms}
                        metadata_config: {send_interval: 1s}
                    """);
                return [$"--config.file={file}", $"--storage.tsdb.path={directory}/data", $"--web.listen-address={address}", "--log.level=warn"];
            });

    /// <summary>The field <c>data</c> of an answer of the query API.</summary>
    public async Task<JsonElement> QueryAsync(string path)
    {
        string text = await Http.GetStringAsync("/api/v1/" + path, TestContext.Current.CancellationToken);
        using JsonDocument document = JsonDocument.Parse(text);
        return document.RootElement.GetProperty("data").Clone();
    }

    /// <summary>Stops it; its port is then closed.</summary>
    public Task StopAsync() => _process.StopAsync();

    public ValueTask DisposeAsync()
    {
        Http.Dispose();
        _process.Dispose(); // at once: a Prometheus asked to end waits a minute for its remote write to be taken
        Directory.Delete(_directory, recursive: true);
        return ValueTask.CompletedTask;
    }
}
