using Nightjar.Core;
using Nightjar.Core.Detection;
using Nightjar.Core.Telemetry;
using Nightjar.Server.Ui.Queries;
using Nightjar.Storage.Telemetry;

namespace Nightjar.Server.Tests.Ui.Queries;

public sealed class EntityHealthsTests
{
    private const long NowNs = 1_000_000_000_000_000;
    private static readonly Entity Host = new(new EntityId("host/web-1"), EntityKind.Host, "web-1", null);
    private static readonly Entity Process = new(new EntityId("process/web-1/java"), EntityKind.Process, "java", Host.Id);

    [Fact]
    public void Of_EntityWhoseSeriesAreAllDropped_IsSilent() => Assert.Equal(Health.Silent, HealthOf(Host, [Host], []).Health);

    [Fact]
    public void Of_HostOfWhichOnlyAProcessSends_IsSeenWithIt()
    {
        EntityHealth host = HealthOf(Host, [Host, Process], new() { [Process.Id] = [Hit(NowNs, 1)] });

        Assert.Equal(NowNs, host.LastSeenNs);
        Assert.Equal(Health.Normal, host.Health);
    }

    [Theory]
    [InlineData(true, Health.Ended)]
    [InlineData(false, Health.Normal)]
    public void Of_StaleMarkers_EndAnEntityOnlyWhenNoSeriesGoesOn(bool allEnded, Health expected) => Assert.Equal(
        expected,
        HealthOf(Process, [Host, Process], new() { [Process.Id] = [Hit(NowNs, StaleMarker.Value), Hit(NowNs, allEnded ? StaleMarker.Value : 1)] }).Health);

    [Fact]
    public void Of_EndedEntities_ComeLast() => Assert.Equal(
        [Process.Id, Host.Id],
        EntityHealths.Of([Host, Process with { RunsOn = null }], [], id => [Hit(NowNs, id == Host.Id ? StaleMarker.Value : 1)], NowNs).Select(health => health.Entity.Id));

    [Fact]
    public void Of_AbnormalProcess_ShowsOnItsHost()
    {
        EntityHealth host = EntityHealths.Of([Host, Process], [Open(Process.Id, Severity.High)], _ => [Hit(NowNs, 1)], NowNs).Single(health => health.Entity == Host);

        Assert.Equal(Severity.High, host.Severity);
        Assert.Equal(Process.Id, host.Worst?.Entity);
        Assert.Empty(host.Open);
    }

    private static EntityHealth HealthOf(Entity entity, Entity[] all, Dictionary<EntityId, SeriesHit[]> series) =>
        EntityHealths.Of(all, [], id => series.GetValueOrDefault(id) ?? [], NowNs).Single(health => health.Entity == entity);

    private static Anomaly Open(EntityId entity, Severity severity) => new()
    {
        Id = "0000000000000001",
        Series = Labels.Create([new Label("__name__", "up")]),
        Entity = entity,
        Kind = default,
        Direction = default,
        StartNs = NowNs,
        LastNs = NowNs,
        Score = 9,
        Observed = 1,
        Expected = 0,
        Lower = 0,
        Upper = 0,
        LearntSamples = 100,
        Severity = severity,
    };

    private static SeriesHit Hit(long lastNs, double value)
    {
        Labels labels = Labels.Create([new Label("__name__", "up")]);
        SeriesEntry entry = new(new Series(labels, MetricKind.Gauge, "", ""), "test") { LastTimeNs = lastNs, LastValue = value };
        return new SeriesHit(labels, entry);
    }
}
