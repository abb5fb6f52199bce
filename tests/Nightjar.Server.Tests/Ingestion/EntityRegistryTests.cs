using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Nightjar.Core.Telemetry;
using Nightjar.Server.Ingestion;
using Nightjar.Storage.State;
using Nightjar.Storage.Telemetry;
using Nightjar.Storage.Telemetry.Logs;

namespace Nightjar.Server.Tests.Ingestion;

public sealed class EntityRegistryTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("nightjar-entities-").FullName;
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly TelemetryStore _telemetry;
    private readonly LogStore _logs;
    private readonly StateStore _state;

    public EntityRegistryTests()
    {
        _telemetry = TelemetryStore.Open(_directory, new TelemetryStoreOptions { MemoryBytes = 128_000_000 }, TimeProvider.System);
        _logs = LogStore.Open(_directory, new LogStoreOptions { MemoryBytes = 128_000_000 }, TimeProvider.System);
        _state = StateStore.Open(_directory);
    }

    public void Dispose()
    {
        _state.Dispose();
        _logs.Dispose();
        _telemetry.Dispose();
        _services.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public async Task Look_NewSeries_SavesItsEntities()
    {
        using EntityRegistry registry = Registry();
        Add("system_disk_io_bytes_total", ("host_name", "web-1"), ("system_device", "sda"));
        Add("system_memory_usage_bytes", ("host_name", "web-1"));
        await registry.LookAsync(TestContext.Current.CancellationToken);

        Assert.Equal(["disk/web-1/sda", "host/web-1"], await SavedAsync());
        Assert.Equal(2, registry.Count);
    }

    [Fact]
    public async Task Look_AfterARestart_KnowsWhatWasSaved()
    {
        using (EntityRegistry first = Registry())
        {
            Add("system_memory_usage_bytes", ("host_name", "web-1"));
            await first.LookAsync(TestContext.Current.CancellationToken);
        }

        using EntityRegistry second = Registry();
        await second.LookAsync(TestContext.Current.CancellationToken);

        Assert.Equal(1, second.Count);
    }

    [Fact]
    public async Task Look_BeyondTheBound_RefusesAndCounts()
    {
        using EntityRegistry registry = Registry(maxEntities: 1);
        Add("x_total", ("job", "a"));
        Add("y_total", ("job", "b"));
        await registry.LookAsync(TestContext.Current.CancellationToken);

        Assert.Single(await SavedAsync());
        Assert.Equal(1, registry.Count);
        Assert.Equal(1, registry.Refused);
    }

    [Fact]
    public async Task Look_LaterSeriesKnowsMore_KeepsWhatItRunsOn()
    {
        using EntityRegistry registry = Registry();
        Add("kube_pod_info", ("namespace", "shop"), ("pod", "cart-1"));
        await registry.LookAsync(TestContext.Current.CancellationToken);
        Add("container_memory_rss", ("namespace", "shop"), ("pod", "cart-1"), ("node", "n1"));
        await registry.LookAsync(TestContext.Current.CancellationToken);
        Add("kube_pod_created", ("namespace", "shop"), ("pod", "cart-1"));
        await registry.LookAsync(TestContext.Current.CancellationToken);

        IReadOnlyList<Entity> saved = await _state.EntitiesAsync(TestContext.Current.CancellationToken);
        Assert.Equal(new EntityId("host/n1"), saved.Single(entity => entity.Kind == EntityKind.Pod).RunsOn);
    }

    [Fact]
    public async Task Forget_NoSeriesLeft_ForgetsTheEntityAndKeepsWhatOthersRunOn()
    {
        await _state.SaveAsync(
            new StateChanges { Entities = EntityRules.Of(Labels.Create(new Label(Labels.MetricName, "system_disk_io_bytes_total"), new Label("host_name", "web-1"), new Label("system_device", "sdz"))) },
            TestContext.Current.CancellationToken);
        using EntityRegistry registry = Registry();
        Add("system_disk_io_bytes_total", ("host_name", "web-1"), ("system_device", "sda"));
        await registry.LookAsync(TestContext.Current.CancellationToken);
        Assert.Equal(3, registry.Count);

        await registry.ForgetAsync(TestContext.Current.CancellationToken);

        Assert.Equal(["disk/web-1/sda", "host/web-1"], await SavedAsync());
        Assert.Equal(2, registry.Count);
    }

    [Fact]
    public async Task Look_NewStreamOfLogs_SavesItsEntities()
    {
        using EntityRegistry registry = Registry();
        _logs.Streams.GetOrAdd(Labels.Create(new Label("host_name", "web-1"), new Label("process_executable_name", "sshd")), "sshd", "syslog");
        await registry.LookAsync(TestContext.Current.CancellationToken);

        Assert.Equal(["host/web-1", "process/web-1/sshd"], await SavedAsync());
    }

    private EntityRegistry Registry(int maxEntities = 100) => new(
        _telemetry, _logs, _state, Options.Create(new EntitiesOptions { MaxEntities = maxEntities }), TimeProvider.System,
        _services.GetRequiredService<IMeterFactory>(), NullLogger<EntityRegistry>.Instance);

    private void Add(string name, params (string Name, string Value)[] labels)
    {
        Labels all = Labels.Create(labels.Select(label => new Label(label.Name, label.Value)).Append(new Label(Labels.MetricName, name)));
        Assert.NotNull(_telemetry.Catalog.GetOrAdd(new Series(all, MetricKind.Gauge), "test", out _));
    }

    private async Task<IEnumerable<string>> SavedAsync() =>
        (await _state.EntitiesAsync(TestContext.Current.CancellationToken)).Select(entity => entity.Id.Value);
}
