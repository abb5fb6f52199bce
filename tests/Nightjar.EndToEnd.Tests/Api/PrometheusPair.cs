using Nightjar.Core.Telemetry;
using Nightjar.Server.Ingestion;
using Nightjar.Storage.Telemetry;

namespace Nightjar.EndToEnd.Tests.Api;

/// <summary>A real Prometheus and a Nightjar that hold the same samples.</summary>
public sealed class PrometheusPair : IAsyncLifetime
{
    private const string Program = "/usr/bin/prometheus";
    private string _directory = "";
    private ChildProcess? _prometheus;
    private RunningServer? _nightjar;
    private HttpClient? _http;

    /// <summary>The time of the first sample: whole minutes, within both servers' bounds.</summary>
    public long BaseMs { get; } = (TimeProvider.System.NowNs() / Clock.NsPerMs / 60_000 * 60_000) - 3_600_000;

    /// <summary>Starts both and feeds them, once; skips where there is no Prometheus.</summary>
    public async Task<(HttpClient Prometheus, HttpClient Nightjar)> StartAsync()
    {
        ChildProcess.Need(Program);
        if (_http is not null && _nightjar is not null)
        {
            return (_http, _nightjar.Http);
        }

        CancellationToken cancellation = TestContext.Current.CancellationToken;
        int port = Loopback.FreePorts(1)[0];
        _directory = Directory.CreateTempSubdirectory("nightjar-prometheus-").FullName;
        string configuration = Path.Combine(_directory, "prometheus.yml");
        await File.WriteAllTextAsync(configuration, "global: {}\n", cancellation);
        _prometheus = ChildProcess.Start(
            Program,
            [
                $"--config.file={configuration}", $"--storage.tsdb.path={_directory}/data", $"--web.listen-address=127.0.0.1:{port}",
                "--web.enable-remote-write-receiver",
            ]);
        HttpClient http = new() { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        await RunningServer.UntilAsync(() => IsReadyAsync(http), "Prometheus answers");
        _nightjar = await RunningServer.StartAsync();
        List<(Labels, (long, double)[])> series = [.. Series()];
        using HttpResponseMessage answer = await http.PostAsync(
            "/api/v1/write", RemoteWriteBody.Of(series.Select(one => (one.Item1, one.Item2.AsEnumerable()))), cancellation);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(cancellation));
        await FeedNightjarAsync(_nightjar, series, cancellation);
        _http = http;
        return (http, _nightjar.Http);
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        _http?.Dispose();
        if (_nightjar is not null)
        {
            await _nightjar.DisposeAsync();
        }

        if (_prometheus is not null)
        {
            await _prometheus.StopAsync();
            _prometheus.Dispose();
            Directory.Delete(_directory, recursive: true);
        }
    }

    private static async Task<bool> IsReadyAsync(HttpClient http)
    {
        try
        {
            using HttpResponseMessage ready = await http.GetAsync("/-/ready", TestContext.Current.CancellationToken);
            return ready.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static async Task FeedNightjarAsync(RunningServer nightjar, List<(Labels Labels, (long TimeMs, double Value)[] Samples)> series, CancellationToken cancellation)
    {
        using SampleBatch batch = new("test");
        foreach ((Labels labels, (long TimeMs, double Value)[] samples) in series)
        {
            SeriesEntry entry = nightjar.Service<SeriesDoor>().Resolve(labels, MetricKind.Gauge, "", "", batch, samples.Length)
                ?? throw new InvalidOperationException(batch.Refusals.ToString());
            foreach ((long timeMs, double value) in samples)
            {
                batch.Add(entry, timeMs * Clock.NsPerMs, value);
            }
        }

        Assert.Equal(WriteOutcome.Durable, await nightjar.Service<FrontDoor>().WriteAsync(batch, cancellation));
        Assert.Equal(0, batch.Refusals.Total);
    }

    private IEnumerable<(Labels, (long, double)[])> Series()
    {
        // Regular, with a stale marker at minute 10 and samples again from minute 12 on.
        yield return (Named("t_up", ("job", "a"), ("instance", "one")), [.. Steps(0, 10, 15_000).Select(ms => (ms, 1.0)), (At(10), StaleMarker.Value), .. Steps(12, 20, 15_000).Select(ms => (ms, 2.0))]);

        // A gap of eight minutes without a marker, and times off the grid by milliseconds.
        yield return (Named("t_up", ("job", "a"), ("instance", "two")), [.. Steps(0, 6, 10_000).Select(ms => (ms + 7, (double)(ms % 1_000_000))), .. Steps(14, 20, 10_000).Select(ms => (ms + 7, 0.1))]);

        // Values whose text is not plain.
        double[] odd = [0, -0.0, 1e21, 1e20, 1e-7, 1e-6, 5e-324, double.MaxValue, double.NaN, double.PositiveInfinity, double.NegativeInfinity, 1.0 / 3, 123456789012345680];
        yield return (Named("t_odd", ("job", "b"), ("path", "/a\"b\\c\n\u00e9")), [.. odd.Select((value, i) => (At(0) + (i * 60_000L), value))]);
        yield return (Named("t_single", ("job", "b")), [(At(5), 42)]);
        yield return (Named("t:rule", ("job", "c"), ("empty", "")), [(At(5), 7), (At(6), 8)]);
    }

    private long At(int minutes) => BaseMs + (minutes * 60_000L);

    private IEnumerable<long> Steps(int fromMinutes, int toMinutes, long stepMs)
    {
        for (long ms = At(fromMinutes); ms < At(toMinutes); ms += stepMs)
        {
            yield return ms;
        }
    }

    private static Labels Named(string name, params (string Name, string Value)[] labels) =>
        Labels.Create(labels.Select(label => new Label(label.Name, label.Value)).Append(new Label(Labels.MetricName, name)));
}
