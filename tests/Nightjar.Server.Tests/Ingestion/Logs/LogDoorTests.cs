using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Nightjar.Core.Telemetry;
using Nightjar.Core.Telemetry.Logs;
using Nightjar.Server.Ingestion;
using Nightjar.Server.Ingestion.Logs;
using Nightjar.Storage.Snapshots;
using Nightjar.Storage.Telemetry;
using Nightjar.Storage.Telemetry.Logs;

namespace Nightjar.Server.Tests.Ingestion.Logs;

public sealed class LogDoorTests : IAsyncDisposable
{
    private static readonly LogQuery All = new(new TimeRange(0, long.MaxValue), LogSearch.All);

    private readonly string _directory = Directory.CreateTempSubdirectory("nightjar-test-").FullName;
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly List<IDisposable> _open = [];
    private LogStore _store = null!; // set by Open, which the constructor calls
    private PatternBook _patterns = null!; // likewise
    private LogDoor _door = null!; // likewise

    public LogDoorTests() => Open(new LogsOptions());

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _door.StopAsync(CancellationToken.None);
        Close();
        await _services.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public async Task Write_Lines_AreStoredWithTheirPattern()
    {
        await _door.StartAsync(Cancellation);
        LogOutcome outcome = await WriteAsync("user 1 logged in", "user 2 logged in", "disk sda full", "user 3 logged in");

        IReadOnlyList<SignatureCount> counts = _store.CountBySignature(All, Cancellation);
        Assert.Equal(new LogOutcome(WriteOutcome.Durable, 4), outcome);
        Assert.Equal([3L, 1L], counts.Select(count => count.Count));
        Assert.Equal("user <num> logged in", _patterns.PatternOf(counts[0].Service, counts[0].Signature).Template);
    }

    [Fact]
    public async Task Write_ClockAheadOrTooOld_IsKeptAtItsArrivalOrRefused()
    {
        await _door.StartAsync(Cancellation);
        long now = TimeProvider.System.NowNs();
        LogBatch batch = new();
        Add(batch, "ahead", now + TimeSpan.FromDays(800).ToNs());
        Add(batch, "old", now - TimeSpan.FromDays(800).ToNs());
        Refusals refusals = new();
        LogOutcome outcome = await _door.WriteAsync(batch, "test", refusals, Cancellation);

        Assert.Equal(1, outcome.Accepted);
        Assert.Equal(1, refusals[RefusalReason.TooOld]);
        Assert.InRange(_store.Search(All, 10, Cancellation).Entries.Single().TimeNs, now - 1, now + TimeSpan.FromMinutes(1).ToNs());
    }

    [Fact]
    public async Task Write_BeyondTheQueue_IsToldToComeAgain()
    {
        Close();
        Open(new LogsOptions { QueuedBytes = 100_000 });
        Task<LogOutcome> first = WriteAsync(new string('x', 200_000));
        LogOutcome second = await WriteAsync("one more");
        await _door.StartAsync(Cancellation);

        Assert.Equal(WriteOutcome.Durable, (await first).Outcome);
        Assert.Equal(WriteOutcome.Overloaded, second.Outcome);
    }

    [Fact]
    public async Task Restart_Clean_GivesTheSameSignatures()
    {
        await _door.StartAsync(Cancellation);
        await WriteAsync("user 1 logged in", "disk sda full");
        await RestartAsync(savesPatterns: true);
        await WriteAsync("user 2 logged in", "disk sda full", "fan stopped");

        Assert.Equal([2L, 2L, 1L], _store.CountBySignature(All, Cancellation).Select(count => count.Count));
    }

    [Fact]
    public async Task Restart_AfterACrash_GivesNoIdTwiceAndFindsThePatternOfEachLine()
    {
        await _door.StartAsync(Cancellation);
        await WriteAsync("user 1 logged in", "disk sda full");
        await RestartAsync(savesPatterns: false);
        await WriteAsync("fan stopped", "user 2 logged in", "disk sda full");

        Dictionary<string, long> byTemplate = _store.CountBySignature(All, Cancellation)
            .GroupBy(count => _patterns.PatternOf(count.Service, count.Signature).Template, count => count.Count)
            .ToDictionary(group => group.Key, group => group.Sum());
        Assert.Equal(2, byTemplate["user <num> logged in"]);
        Assert.Equal(2, byTemplate["disk sda full"]);
        Assert.Equal(1, byTemplate["fan stopped"]);
        Assert.Equal([1, 2, 3], _store.CountBySignature(All, Cancellation).Select(count => count.Signature).Order());
        Assert.Equal([1], _patterns.SignaturesOf(1, 1));
    }

    private async Task RestartAsync(bool savesPatterns)
    {
        await _door.StopAsync(Cancellation);
        Close();
        if (!savesPatterns)
        {
            Directory.Delete(Path.Combine(_directory, "snapshots"), recursive: true);
        }

        Open(new LogsOptions());
        await _door.StartAsync(Cancellation);
    }

    private Task<LogOutcome> WriteAsync(params string[] lines)
    {
        LogBatch batch = new();
        Array.ForEach(lines, line => Add(batch, line, TimeProvider.System.NowNs()));
        return _door.WriteAsync(batch, "test", new Refusals(), Cancellation).AsTask();
    }

    private void Add(LogBatch batch, string message, long timeNs)
    {
        LogStream stream = _store.Streams.GetOrAdd(Labels.Create(new Label("service_name", "web")), "web", "test");
        batch.Add(new LogRow(stream, timeNs, 9, 0, 0), Encoding.UTF8.GetBytes(message), default, default, default);
    }

    private void Open(LogsOptions options)
    {
        IngestionOptions ingestion = new();
        SourceLedger ledger = new(_services.GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>());
        TelemetryStore telemetry = TelemetryStore.Open(_directory, new TelemetryStoreOptions { MemoryBytes = 128_000_000 }, TimeProvider.System);
        _store = LogStore.Open(_directory, new LogStoreOptions { MemoryBytes = 128_000_000 }, TimeProvider.System);
        FrontDoor samples = new(telemetry, ledger, Options.Create(ingestion), TimeProvider.System, NullLogger<FrontDoor>.Instance);
        _patterns = new PatternBook(_store, SnapshotStore.Open(_directory), NullLogger<PatternBook>.Instance);
        _door = new LogDoor(_store, _patterns, ledger, samples, Options.Create(options), Options.Create(ingestion), TimeProvider.System, NullLogger<LogDoor>.Instance);
        _open.AddRange([_door, samples, _store, telemetry]);
    }

    private void Close()
    {
        _open.ForEach(one => one.Dispose());
        _open.Clear();
    }
}
