using System.Globalization;
using Nightjar.Core.Detection;
using Nightjar.Core.Telemetry;
using Nightjar.EndToEnd.Tests.Api;
using Nightjar.EndToEnd.Tests.Prometheus;
using Nightjar.Server.Detection;
using Nightjar.Server.Ingestion;
using Nightjar.Server.Ingestion.History;
using Nightjar.Storage.State;
using Nightjar.Storage.Telemetry;

namespace Nightjar.EndToEnd.Tests.Results;

/// <summary>A past read from a real server is stored as that server gives it, and learnt.</summary>
public sealed class HistoryTests : IDisposable
{
    private const int SeriesCount = 40;
    private const int StepSeconds = 60;
    private static readonly long NowSeconds = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() / StepSeconds * StepSeconds;
    private readonly string _data = Directory.CreateTempSubdirectory("nightjar-history-").FullName;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Fact]
    public async Task History_OfPrometheus_IsStoredAsItGivesIt()
    {
        await using RealPart source = await RealPart.StartAsync(
            "/usr/bin/prometheus",
            "/-/ready",
            (address, directory) =>
            {
                string file = Path.Combine(directory, "prometheus.yml");
                File.WriteAllText(file, "global: {}\n");
                return [$"--config.file={file}", $"--storage.tsdb.path={directory}/data", $"--web.listen-address={address}", "--web.enable-remote-write-receiver", "--log.level=warn"];
            });
        await FillAsync(source, minutes: 50);
        await using RunningServer nightjar = await StartAsync(source, "00:50:00");

        string range = string.Create(CultureInfo.InvariantCulture, $"query={Uri.EscapeDataString("{job=\"shop\"}")}&start={NowSeconds - (40 * 60)}&end={NowSeconds - 120}&step={StepSeconds}");
        Assert.Equal(
            await source.Http.GetStringAsync($"/api/v1/query_range?{range}", TestContext.Current.CancellationToken),
            await nightjar.Http.GetStringAsync($"/api/v1/query_range?{range}", TestContext.Current.CancellationToken));
        Assert.All(nightjar.Service<TelemetryStore>().Catalog.OfName("orders_total"), entry => Assert.Equal(MetricKind.Counter, entry.Series.Kind));
    }

    [Fact]
    public async Task History_OfThreeDays_IsLearntAndALiveFaultIsSeenAtOnce()
    {
        await using RealPart source = await VictoriaAsync();
        await FillAsync(source, minutes: 3 * 1_440);
        await using RunningServer nightjar = await StartAsync(source, "3.00:00:00");
        HistoryProgress done = nightjar.Service<HistoryStatus>().Now;
        Assert.Equal((2 * SeriesCount, 1.0), (done.Series, done.Share));
        Assert.InRange(done.Samples, 2 * SeriesCount * 4_300, 2 * SeriesCount * 4_320);
        DetectionStatus status = nightjar.Service<DetectionStatus>();
        await RunningServer.UntilAsync(() => Task.FromResult(status.Now.Judged == 2 * SeriesCount), "all series are judged");

        StateStore state = nightjar.Service<StateStore>();
        Assert.Empty(await state.AnomaliesAsync(new AnomalyFilter(), TestContext.Current.CancellationToken));
        await SendFaultAsync(nightjar);
        await RunningServer.UntilAsync(
            async () => (await state.AnomaliesAsync(new AnomalyFilter { OpenOnly = true }, TestContext.Current.CancellationToken)) is [{ Direction: AnomalyDirection.Up, LearntSamples: > 4_000 }],
            "an anomaly that rests on the history");
    }

    [Fact]
    public async Task History_ServerStoppedHalfWay_GoesOnAndIsNotReadAgainOnceItIsLearnt()
    {
        await using RealPart source = await VictoriaAsync();
        await FillAsync(source, minutes: 3 * 1_440);
        await File.WriteAllTextAsync(
            Path.Combine(_data, "history.json"),
            $$"""{ "http://{{source.Address}}/ ": { "fromNs": {{(NowSeconds - 259_200) * Clock.NsPerSecond}}, "toNs": {{(NowSeconds - 60) * Clock.NsPerSecond}}, "days": 2, "isLearnt": false } }""",
            TestContext.Current.CancellationToken);
        await using (RunningServer resumed = await StartAsync(source, "3.00:00:00"))
        {
            // Only the third day was still to be read.
            Assert.InRange(resumed.Service<HistoryStatus>().Now.Samples, 2 * SeriesCount * 1_430, 2 * SeriesCount * 1_440);
        }

        await using RunningServer again = await StartAsync(source, "3.00:00:00");
        Assert.Equal(0, again.Service<HistoryStatus>().Now.Samples);
        await RunningServer.UntilAsync(() => Task.FromResult(again.Service<DetectionStatus>().Now.Judged == 2 * SeriesCount), "what was learnt is still known");
    }

    private static Task<RealPart> VictoriaAsync() => RealPart.StartAsync(
        "/usr/bin/victoria-metrics", "/health",
        (address, directory) => [$"-httpListenAddr={address}", $"-storageDataPath={directory}/data", "-search.latencyOffset=0s", "-loggerLevel=ERROR"]);

    private async Task<RunningServer> StartAsync(RealPart source, string last)
    {
        RunningServer nightjar = await RunningServer.StartAsync(
            new Dictionary<string, string?>
            {
                ["ingestion:history:0:url"] = $"http://{source.Address}",
                ["ingestion:history:0:last"] = last,
                ["ingestion:history:0:step"] = "00:01:00",
                ["detection:tickInterval"] = "00:00:01",
            },
            _data);
        HistoryStatus history = nightjar.Service<HistoryStatus>();
        await RunningServer.UntilAsync(() => Task.FromResult(history.Now.IsDone || history.Now.Problem is not null), "the history is read");
        Assert.Null(history.Now.Problem);
        return nightjar;
    }

    /// <summary>In ascending time over all series, as Prometheus wants it.</summary>
    private static async Task FillAsync(RealPart source, int minutes)
    {
        const int MinutesAtATime = 240;
        for (int from = minutes; from > 0; from -= MinutesAtATime)
        {
            int first = from;
            using HttpResponseMessage answer = await source.Http.PostAsync(
                "/api/v1/write",
                RemoteWriteBody.Of(Enumerable.Range(0, 2 * SeriesCount).Select(i => (Of(i), Enumerable.Range(0, Math.Min(MinutesAtATime, first)).Select(at => Sample(i, first - at))))),
                TestContext.Current.CancellationToken);
            Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        }

        await RunningServer.UntilAsync(
            async () =>
            {
                await source.Http.GetAsync("/internal/force_flush", TestContext.Current.CancellationToken); // VictoriaMetrics'; others do not know it
                return (await source.Http.GetStringAsync("/api/v1/query?query=count({job=\"shop\"})", TestContext.Current.CancellationToken)).Contains($"\"{2 * SeriesCount}\"", StringComparison.Ordinal);
            },
            "the source has indexed what it took");
    }

    private static Labels Of(int i) => Labels.Create(
        new Label(Labels.MetricName, i < SeriesCount ? "queue_length" : "orders_total"),
        new Label("job", "shop"),
        new Label("instance", string.Create(CultureInfo.InvariantCulture, $"shop-{i % SeriesCount}")));

    private static (long TimeMs, double Value) Sample(int i, int minutesAgo)
    {
        double noise = (minutesAgo + i) * 7919 % 13;
        return ((NowSeconds - (minutesAgo * 60L)) * 1_000, i < SeriesCount ? 100 + noise : ((5_000 - minutesAgo) * 100) + noise);
    }

    private static async Task SendFaultAsync(RunningServer nightjar)
    {
        using SampleBatch batch = new("test");
        SeriesEntry entry = nightjar.Service<SeriesDoor>().Resolve(Of(3), MetricKind.Gauge, "", "", batch, 4)!; // it is known
        for (int i = 0; i < 4; i++)
        {
            batch.Add(entry, (NowSeconds + (i * StepSeconds)) * Clock.NsPerSecond, 900);
        }

        Assert.Equal(WriteOutcome.Durable, await nightjar.Service<FrontDoor>().WriteAsync(batch, TestContext.Current.CancellationToken));
    }
}
