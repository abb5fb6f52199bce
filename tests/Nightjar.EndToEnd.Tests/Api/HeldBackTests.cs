using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using Nightjar.Core;
using Nightjar.Core.Detection;
using Nightjar.Core.Telemetry;
using Nightjar.EndToEnd.Tests.Ui;
using Nightjar.Server.Detection;
using Nightjar.Server.Ingestion;
using Nightjar.Storage.Telemetry;

namespace Nightjar.EndToEnd.Tests.Api;

/// <summary>The alarm budget at work: what chance brings one by one is held back and can be looked at, what comes at once is told.</summary>
public sealed class HeldBackTests(ChromiumFixture chromium) : IAsyncLifetime
{
    // In an estate of less than 75 nothing goes beyond the budget on the first day.
    private const int Watched = 100;

    private static readonly long MinuteNs = TimeSpan.FromMinutes(1).ToNs();

    private readonly long _nowNs = TimeProvider.System.NowNs();
    private readonly string _directory = Directory.CreateTempSubdirectory("nightjar-held-").FullName;
    private RunningServer? _server;

    private RunningServer Server => _server ?? throw new InvalidOperationException("It has not started.");

    /// <inheritdoc />
    public async ValueTask InitializeAsync()
    {
        _server = await StartAsync();
        using SampleBatch batch = new("test");
        for (int i = 0; i < Watched; i++)
        {
            SeriesEntry entry = Server.Service<SeriesDoor>().Resolve([new Label(Labels.MetricName, "x"), new Label("host", $"h{i}")], MetricKind.Gauge, "", "", batch, 1)!; // well-formed
            for (int sample = 100; sample > 0; sample--)
            {
                batch.Add(entry, _nowNs - (sample * 5 * Clock.NsPerSecond), 42);
            }
        }

        await Server.Service<FrontDoor>().WriteAsync(batch, TestContext.Current.CancellationToken);
        await RunningServer.UntilAsync(() => Task.FromResult(Server.Service<DetectionStatus>().Now.Judged == Watched), "the series are judged");
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await (_server?.DisposeAsync() ?? ValueTask.CompletedTask);
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public async Task Anomalies_OneByOneAndAllAtOnce_AreHeldBackAndToldAsAnIncident()
    {
        // The first three of a day always pass.
        Anomaly[] unrest = [.. Enumerable.Range(0, 9).Select(i => AnomalyOf(i, _nowNs - ((10 - i) * 20 * MinuteNs)))];
        await PublishAsync(unrest);
        await RunningServer.UntilAsync(async () => (await GetAsync("/anomalies/held-back")).Items().Count == 6, "the others are held back");
        Assert.Equal(unrest[3..].Reverse().Select(anomaly => anomaly.Id), Ids(await GetAsync("/anomalies/held-back")));
        Assert.Equal(6, (int)(await GetAsync("/status"))["detection"]!["heldBackLastDay"]!);
        Assert.Equal(3, (await GetAsync("/anomalies?start=0")).Items().Count);
        Assert.Contains("nightjar_detection_budget_held_back", await Server.Http.GetStringAsync("/metrics", TestContext.Current.CancellationToken), StringComparison.Ordinal);

        // It has become bad since.
        await PublishAsync(unrest[4] with { LastNs = _nowNs, Severity = Severity.Critical });
        await RunningServer.UntilAsync(async () => Ids(await GetAsync("/anomalies?start=0")).Contains(unrest[4].Id), "what has become bad is let through");
        Assert.DoesNotContain(unrest[4].Id, Ids(await GetAsync("/anomalies/held-back")));

        Anomaly[] fault = [.. Enumerable.Range(20, 10).Select(i => AnomalyOf(i, _nowNs + (i * Clock.NsPerSecond)))];
        await PublishAsync(fault);
        await PublishAsync([.. fault.Select(anomaly => anomaly with { LastNs = anomaly.LastNs + MinuteNs })]);
        await RunningServer.UntilAsync(async () => !fault.Select(anomaly => anomaly.Entity.Value).Except(await IllAsync()).Any(), "every part of the fault is in an incident");
        Assert.Equal(5, (await GetAsync("/anomalies/held-back")).Items().Count);
        Assert.DoesNotContain(unrest[8].Entity.Value, await IllAsync());

        await Server.DisposeAsync();
        _server = null;
        await AssertPageAsync();

        _server = await StartAsync();
        Assert.Equal(unrest[3..].Where(anomaly => anomaly != unrest[4]).Reverse().Select(anomaly => anomaly.Id), Ids(await GetAsync("/anomalies/held-back")));
        Assert.Equal(5, (int)(await GetAsync("/status"))["detection"]!["heldBackLastDay"]!);

        // The ten minutes of the fault are remembered, too: what opens with it is told.
        Anomaly late = AnomalyOf(30, _nowNs + MinuteNs);
        await PublishAsync(late);
        await RunningServer.UntilAsync(async () => Ids(await GetAsync("/anomalies?start=0")).Contains(late.Id), "what opens with the fault is told");
    }

    /// <summary>Below the list of anomalies; pictures of it on a wide and a narrow screen, dark and light.</summary>
    private async Task AssertPageAsync()
    {
        await using NightjarProcess nightjar = await NightjarProcess.ServeAsync(_directory, "--set", "host.enabled=false");
        foreach ((int width, ColorScheme scheme) in new[] { (1280, ColorScheme.Dark), (1280, ColorScheme.Light), (390, ColorScheme.Dark), (390, ColorScheme.Light) })
        {
            await using WatchedPage page = await chromium.OpenAsync(width, scheme: scheme, server: nightjar);
            await page.GoAsync("/anomalies?range=6h");
            ILocator held = page.Page.Locator(".nj-held");
            await Assertions.Expect(held.Locator("summary")).ToHaveTextAsync("Held back by the alarm budget: 5 in this list, 5 in the last 24 hours");
            await held.Locator("summary").ClickAsync();
            await Assertions.Expect(held.Locator("li")).ToHaveCountAsync(5);
            await Assertions.Expect(held).Not.ToContainTextAsync("going on"); // no shard knows of them any more
            await held.ScrollIntoViewIfNeededAsync();
            await page.ShootAsync($"held-back-{width}-{scheme}".ToLowerInvariant());
            await page.AssertNoSidewaysScrollAsync();
            await page.AssertAccessibleAsync();
            page.AssertNoTrouble();
        }
    }

    private Task<RunningServer> StartAsync() => RunningServer.StartAsync(new Dictionary<string, string?> { ["detection:tickInterval"] = "00:00:01" }, _directory);

    private async Task<IEnumerable<string?>> IllAsync() => (await GetAsync("/incidents?start=0&limit=100")).Items().Select(incident => (string?)incident!["entity"]);

    private static IEnumerable<string?> Ids(JsonNode list) => list.Items().Select(item => (string?)item!["id"]);

    private static Anomaly AnomalyOf(int number, long timeNs)
    {
        Labels series = Labels.Create(new Label(Labels.MetricName, "x"), new Label("host", $"h{number}"));
        return new()
        {
            Id = number.ToString("x16", CultureInfo.InvariantCulture),
            Series = series,
            Entity = EntityRules.Of(series)[0].Id,
            Kind = AnomalyKind.OutOfRange,
            Direction = AnomalyDirection.Up,
            StartNs = timeNs,
            LastNs = timeNs,
            Score = 10,
            Observed = 100,
            Expected = 42,
            Lower = 41,
            Upper = 43,
            LearntSamples = 100,
            ReturnSamples = 100,
            Severity = Severity.Warning,
        };
    }

    private Task PublishAsync(params Anomaly[] changes) => Server.Service<AnomalyFeed>().PublishAsync(changes);

    private async Task<JsonNode> GetAsync(string call) =>
        JsonNode.Parse(await Server.Http.GetStringAsync("/api/nightjar/v1" + call, TestContext.Current.CancellationToken))!; // an answer is never null
}
