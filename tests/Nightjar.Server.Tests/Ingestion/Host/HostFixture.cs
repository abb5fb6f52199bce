using System.Diagnostics.Metrics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Nightjar.Server.Ingestion;
using Nightjar.Server.Ingestion.Host;
using Nightjar.Storage.Telemetry;

namespace Nightjar.Server.Tests.Ingestion.Host;

/// <summary>The collector with a /proc and /sys of the test's own, a real store, and a clock that moves 10 s a round.</summary>
internal sealed class HostFixture : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private readonly string _directory = Directory.CreateTempSubdirectory("nightjar-host-").FullName;
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 1, 10, 0, 0, TimeSpan.Zero));
    private readonly FrontDoor _door;
    private readonly HostCollector _collector;
    private readonly Task _drain;

    public HostFixture(int topProcesses = 10)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the collector reads /proc on Linux only");
        Store = TelemetryStore.Open(Path.Combine(_directory, "data"), new TelemetryStoreOptions { MemoryBytes = 128_000_000 }, _time);
        IMeterFactory meters = _services.GetRequiredService<IMeterFactory>();
        IOptions<IngestionOptions> limits = Options.Create(Limits);
        _door = new FrontDoor(Store, new SourceLedger(meters), limits, _time, NullLogger<FrontDoor>.Instance);
        HostOptions options = new()
        {
            Name = "box",
            Interval = Interval,
            TopProcesses = topProcesses,
            ProcPath = Path.Combine(_directory, "proc"),
            SysPath = Path.Combine(_directory, "sys"),
        };
        WriteDefaults();
        _collector = new HostCollector(
            _door, new SeriesDoor(Store, limits), Status, Options.Create(options), _time, meters, NullLogger<HostCollector>.Instance);
        _drain = DrainAsync();
    }

    public IngestionOptions Limits { get; } = new();

    public HostStatus Status { get; } = new();

    public TelemetryStore Store { get; }

    public async Task RoundAsync()
    {
        if (_door.ExecuteTask is null)
        {
            await _door.StartAsync(TestContext.Current.CancellationToken);
        }

        _time.Advance(Interval);
        await _collector.RunRoundAsync(TestContext.Current.CancellationToken);
    }

    public SeriesEntry Entry(string name, params (string Name, string Value)[] labels) =>
        Assert.Single(Store.Catalog.OfName(name), entry => labels.All(label => entry.Series.Labels[label.Name] == label.Value));

    public double Value(string name, params (string Name, string Value)[] labels) => Entry(name, labels).LastValue;

    public void Write(string file, string text) => WriteFile(Path.Combine(_directory, "proc", file), text);

    public void WriteSys(string file, string text) => WriteFile(Path.Combine(_directory, "sys", file), text);

    public void Delete(string file) => File.Delete(Path.Combine(_directory, "proc", file));

    public void Process(int id, string name, int ticks, int pages) => Write(
        $"{id}/stat",
        string.Create(CultureInfo.InvariantCulture, $"{id} ({name}) S 1 1 1 0 -1 4194304 0 0 0 0 {ticks} 0 0 0 20 0 1 0 {1000 + id} 0 {pages} 0\n"));

    public void EndProcess(int id) => Directory.Delete(Path.Combine(_directory, "proc", id.ToString(CultureInfo.InvariantCulture)), recursive: true);

    public async ValueTask DisposeAsync()
    {
        await _door.StopAsync(CancellationToken.None);
        await _drain;
        _collector.Dispose();
        _door.Dispose();
        Store.Dispose();
        await _services.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    private static void WriteFile(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!); // a file always lies in a directory
        File.WriteAllText(path, text);
    }

    private void WriteDefaults()
    {
        Write("stat", "cpu  100 0 0 900 0 0 0 0 0 0\ncpu0 100 0 0 900 0 0 0 0 0 0\nctxt 400\nprocesses 60\n");
        Write("loadavg", "0.42 0.5 0.6 2/161 10806\n");
        Write("uptime", "1000.5 900.1\n");
        Write("sys/fs/file-nr", "965\t0\t2466186\n");
        Write("pressure/cpu", "some avg10=0.00 avg60=0.00 avg300=0.00 total=0\n");
        Write("pressure/memory", "some avg10=0.00 avg60=0.00 avg300=0.00 total=0\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=0\n");
        Write("pressure/io", "some avg10=0.00 avg60=0.00 avg300=0.00 total=0\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=0\n");
        Write("meminfo", "MemTotal: 1000 kB\nMemFree: 100 kB\nMemAvailable: 600 kB\nBuffers: 50 kB\nCached: 400 kB\nSwapTotal: 0 kB\nSwapFree: 0 kB\n");
        Write("vmstat", "pgmajfault 7\npswpin 1\npswpout 2\noom_kill 0\n");
        Write("diskstats", "   8  0 sda 100 0 1024 0 10 0 2048 0 0 0 0\n   8  1 sda1 100 0 1024 0 10 0 2048 0 0 0 0\n   7  0 loop0 1 1 1 1 1 1 1 1 1 1 1\n");
        Write("self/mounts", "proc /proc proc rw 0 0\n");
        Write("net/dev", "Inter-| Receive | Transmit\n face |bytes\n    lo: 1 1 0 0 0 0 0 0 1 1 0 0 0 0 0 0\n  eth0: 5000 50 0 0 0 0 0 0 6000 60 0 0 0 0 0 0\n");
        Write("net/snmp", "Tcp: RtoMin RetransSegs\nTcp: 200 7\n");
        Write("net/sockstat", "TCP: inuse 1 orphan 0 tw 0 alloc 1 mem 0\n");
        Write("net/tcp", "  sl  local_address rem_address   st\n   0: 00000000:07E8 00000000:0000 0A\n");
        Process(1, "systemd", ticks: 0, pages: 0);
    }

    /// <summary>Detection's place: without a reader the door would come to a halt.</summary>
    private async Task DrainAsync()
    {
        await foreach (CommittedSamples samples in _door.Committed.ReadAllAsync(CancellationToken.None))
        {
            samples.Dispose();
        }
    }
}
