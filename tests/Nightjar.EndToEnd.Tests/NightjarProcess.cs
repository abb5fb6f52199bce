namespace Nightjar.EndToEnd.Tests;

/// <summary>The real executable as its own process, as a user starts it, on free loopback ports in a directory of its own.</summary>
internal sealed class NightjarProcess : IAsyncDisposable
{
    // Far beyond what a start takes: other tests, browsers and builds may hold both cores.
    private static readonly TimeSpan StartDeadline = TimeSpan.FromMinutes(3);

    private readonly ChildProcess _process;
    private readonly string? _ownDirectory;

    private NightjarProcess(ChildProcess process, string directory, string? ownDirectory, int[] ports)
    {
        _process = process;
        _ownDirectory = ownDirectory;
        Directory = directory;
        Address = new Uri($"http://127.0.0.1:{ports[0]}");
        OtlpGrpc = new Uri($"http://127.0.0.1:{ports[1]}");
        OtlpHttp = new Uri($"http://127.0.0.1:{ports[2]}");
        Http = new HttpClient { BaseAddress = Address };
    }

    /// <summary>The built executable, beside this test's own output.</summary>
    public static string Executable { get; } = Path.GetFullPath(Path.Combine(
        AppContext.BaseDirectory, "..", "..", "Nightjar", Path.GetFileName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar)), "nightjar"));

    public Uri Address { get; }

    public Uri OtlpGrpc { get; }

    public Uri OtlpHttp { get; }

    public string Directory { get; }

    public HttpClient Http { get; }

    public ChildProcess Process => _process;

    /// <summary>Starts <c>nightjar serve</c> and waits until it is ready.</summary>
    public static async Task<NightjarProcess> ServeAsync(string? directory = null, params IEnumerable<string> arguments)
    {
        string? own = directory is null ? System.IO.Directory.CreateTempSubdirectory("nightjar-process-").FullName : null;
        string data = directory ?? own!; // one of the two is set
        int[] ports = Loopback.FreePorts(3);
        string[] all =
        [
            "serve", "--data", data, "--listen", $"127.0.0.1:{ports[0]}",
            "--otlp-grpc", $"127.0.0.1:{ports[1]}", "--otlp-http", $"127.0.0.1:{ports[2]}", .. arguments,
        ];
        NightjarProcess nightjar = new(ChildProcess.Start(Executable, all, Path.GetTempPath()), data, own, ports);
        await RunningServer.UntilAsync(nightjar.IsReadyAsync, $"nightjar serve answers; it printed:\n{nightjar._process.Output}", StartDeadline);
        return nightjar;
    }

    /// <summary>Ends it as a crash would; the directory stays until disposal.</summary>
    public void Kill() => _process.Kill();

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _process.StopAsync();
        _process.Dispose();
        if (_ownDirectory is not null)
        {
            System.IO.Directory.Delete(_ownDirectory, recursive: true);
        }
    }

    private async Task<bool> IsReadyAsync()
    {
        if (_process.HasExited)
        {
            Assert.Fail($"nightjar serve ended with {_process.ExitCode}:\n{_process.Output}");
        }

        try
        {
            using HttpResponseMessage answer = await Http.GetAsync("/readyz", TestContext.Current.CancellationToken);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
