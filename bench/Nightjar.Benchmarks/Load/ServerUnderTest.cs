using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Nightjar.Benchmarks.Load;

/// <summary>A server started for a measurement, in a directory of its own; its CPU time and memory as the kernel counts them.</summary>
internal sealed class ServerUnderTest : IAsyncDisposable
{
    // sysconf(_SC_CLK_TCK) is 100 on every Linux that .NET runs on.
    private const double TicksPerSecond = 100;

    private readonly Process _process;
    private readonly bool _ownsDirectory;

    private ServerUnderTest(string name, Process process, int port, string directory, bool ownsDirectory)
    {
        Name = name;
        _process = process;
        _ownsDirectory = ownsDirectory;
        Directory = directory;
        Http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 64 })
        {
            BaseAddress = new Uri($"http://127.0.0.1:{port}"),
            Timeout = TimeSpan.FromMinutes(5),
        };
    }

    public string Name { get; }

    public string Directory { get; }

    public HttpClient Http { get; }

    /// <summary>User and system time so far, seconds.</summary>
    public double CpuSeconds
    {
        get
        {
            string stat = File.ReadAllText($"/proc/{_process.Id}/stat");
            string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return (double.Parse(fields[11], CultureInfo.InvariantCulture) + double.Parse(fields[12], CultureInfo.InvariantCulture)) / TicksPerSecond;
        }
    }

    /// <summary>Resident memory now, bytes.</summary>
    public long RssBytes => StatusKb("VmRSS") * 1024;

    /// <summary>Largest resident memory so far, bytes.</summary>
    public long PeakRssBytes => StatusKb("VmHWM") * 1024;

    /// <summary>The Nightjar built beside this benchmark, in the same configuration.</summary>
    public static Task<ServerUnderTest> NightjarAsync(bool host = false, string? directory = null, params IEnumerable<string> more)
    {
        string executable = Path.GetFullPath(Path.Combine(
            AppContext.BaseDirectory, "..", "..", "Nightjar", Path.GetFileName(AppContext.BaseDirectory.TrimEnd('/')), "nightjar"));
        return StartAsync("Nightjar", executable, directory, "/readyz", (port, data) =>
        [
            "serve", "--data", data, "--listen", $"127.0.0.1:{port}", "--otlp-grpc", "off", "--otlp-http", "off",
            .. host ? Array.Empty<string>() : ["--set", "host:enabled=false"], .. more,
        ]);
    }

    /// <summary>Debian's Prometheus as a remote-write receiver.</summary>
    public static Task<ServerUnderTest> PrometheusAsync() =>
        StartAsync("Prometheus", "/usr/bin/prometheus", null, "/-/ready", (port, data) =>
        {
            File.WriteAllText(Path.Combine(data, "prometheus.yml"), "global: {}\n");
            return
            [
                $"--config.file={data}/prometheus.yml", $"--storage.tsdb.path={data}/tsdb", $"--web.listen-address=127.0.0.1:{port}",
                "--web.enable-remote-write-receiver", "--log.level=error",
            ];
        });

    /// <summary>Debian's VictoriaMetrics.</summary>
    /// <param name="retention">How far back it keeps samples.</param>
    public static Task<ServerUnderTest> VictoriaMetricsAsync(TimeSpan? retention = null) =>
        StartAsync("VictoriaMetrics", "/usr/bin/victoria-metrics", null, "/health", (port, data) =>
        [
            $"-storageDataPath={data}/vm", $"-httpListenAddr=127.0.0.1:{port}", "-loggerLevel=ERROR", "-search.latencyOffset=0s",
            .. retention is { } kept ? [$"-retentionPeriod={kept.TotalDays:0}d"] : Array.Empty<string>(),
        ]);

    /// <summary>Ends it as an operator would and leaves the directory, for a start on the same data.</summary>
    public async Task StopAsync()
    {
        if (!_process.HasExited)
        {
            using Process kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
            await _process.WaitForExitAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await StopAsync();
        _process.Dispose();
        if (_ownsDirectory)
        {
            System.IO.Directory.Delete(Directory, recursive: true);
        }
    }

    private static async Task<ServerUnderTest> StartAsync(
        string name, string executable, string? directory, string readyPath, Func<int, string, IEnumerable<string>> arguments)
    {
        string data = directory ?? System.IO.Directory.CreateTempSubdirectory("nightjar-bench-").FullName;
        int port = FreePort();
        ProcessStartInfo start = new(executable, arguments(port, data)) { RedirectStandardOutput = true, RedirectStandardError = true };
        Process process = Process.Start(start) ?? throw new InvalidOperationException($"{executable} did not start");
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, line) => Console.Error.WriteLine($"{name}: {line.Data}");
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        ServerUnderTest server = new(name, process, port, data, directory is null);
        long began = Stopwatch.GetTimestamp();
        while (!await AnswersAsync(server.Http, readyPath))
        {
            if (process.HasExited || Stopwatch.GetElapsedTime(began) > TimeSpan.FromMinutes(2))
            {
                throw new InvalidOperationException($"{name} did not become ready");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20));
        }

        return server;
    }

    private static async Task<bool> AnswersAsync(HttpClient http, string path)
    {
        try
        {
            using HttpResponseMessage answer = await http.GetAsync(new Uri(path, UriKind.Relative));
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private long StatusKb(string key)
    {
        string line = File.ReadLines($"/proc/{_process.Id}/status").First(text => text.StartsWith(key, StringComparison.Ordinal));
        return long.Parse(line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }
}
