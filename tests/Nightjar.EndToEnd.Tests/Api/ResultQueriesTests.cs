using System.Globalization;
using System.Text.Json.Nodes;
using Nightjar.Core.Telemetry;
using Nightjar.Server.Ingestion;
using Nightjar.Storage.Telemetry;

namespace Nightjar.EndToEnd.Tests.Api;

/// <summary>What Detection says, asked for as Grafana asks for any metric.</summary>
public sealed class ResultQueriesTests : IAsyncLifetime
{
    private const int Samples = 200;
    private const int FaultFrom = 190;
    private const int StepSeconds = 15;
    private static readonly long EndNs = (TimeProvider.System.NowNs() / Clock.NsPerSecond * Clock.NsPerSecond) - (60 * Clock.NsPerSecond);
    private RunningServer? _server;

    private HttpClient Http => _server?.Http ?? throw new InvalidOperationException("started by InitializeAsync");

    public async ValueTask InitializeAsync()
    {
        _server = await RunningServer.StartAsync(new Dictionary<string, string?> { ["api:maxSamples"] = "1000" });
        using SampleBatch batch = new("test");
        Feed(batch, "queue_length", MetricKind.Gauge, i => i >= FaultFrom ? 900 : 100 + (i * 7 % 13));
        Feed(batch, "served_total", MetricKind.Counter, i => (i * 100) + (i * 7 % 13));
        Assert.Equal(WriteOutcome.Durable, await _server.Service<FrontDoor>().WriteAsync(batch, TestContext.Current.CancellationToken));
    }

    public ValueTask DisposeAsync() => _server?.DisposeAsync() ?? ValueTask.CompletedTask;

    [Fact]
    public async Task QueryRange_BandOfAGauge_IsWhatTheOwnApiSays()
    {
        string range = string.Create(CultureInfo.InvariantCulture, $"start={Seconds(Samples - 20)}&end={Seconds(Samples - 1)}");
        JsonNode own = await NodeAsync($"/api/nightjar/v1/series/samples?series={Uri.EscapeDataString("queue_length{instance=\"one\"}")}&{range}&band=true");
        JsonArray band = own["band"]!.AsArray();
        foreach ((string ending, string field) in ((string, string)[])[("expected", "expected"), ("lower", "lower"), ("upper", "upper")])
        {
            JsonNode series = await OneAsync($"/api/v1/query_range?query=queue_length:{ending}%7Binstance=%22one%22%7D&{range}&step={StepSeconds}");
            Assert.Equal($"queue_length:{ending}", (string?)series["metric"]!["__name__"]);
            Assert.Equal("one", (string?)series["metric"]!["instance"]);
            Assert.Equal(band.Select(point => (double)point![field]!), Values(series));
        }
    }

    [Fact]
    public async Task Query_AnomalyScore_IsAboveAHalfInAFaultAndBelowBefore()
    {
        Assert.InRange(await ScoreAsync(FaultFrom - 1), 0, 0.5);
        Assert.InRange(await ScoreAsync(FaultFrom + 1), 0.5, 1);
    }

    [Fact]
    public async Task Query_SeriesStillLearnt_HasNoBand()
    {
        JsonNode answer = await NodeAsync($"/api/v1/query?query=queue_length:upper&time={Seconds(20)}");
        Assert.Empty(answer["data"]!["result"]!.AsArray());
    }

    [Fact]
    public async Task Query_Counter_HasABandOfItsRateAlone()
    {
        JsonNode rate = await NodeAsync($"/api/v1/query?query=served_total:rate:expected&time={Seconds(Samples - 1)}");
        Assert.InRange(Value(Assert.Single(rate["data"]!["result"]!.AsArray())!), 6, 7.5);
        JsonNode counter = await NodeAsync($"/api/v1/query?query=served_total:expected&time={Seconds(Samples - 1)}");
        Assert.Empty(counter["data"]!["result"]!.AsArray());
    }

    [Fact]
    public async Task Query_MoreSamplesThanTheLimitToLearnFrom_IsRefused()
    {
        using SampleBatch batch = new("test");
        for (int i = 0; i < 6; i++)
        {
            Feed(batch, "queue_length", MetricKind.Gauge, at => at, $"more-{i}");
        }

        await _server!.Service<FrontDoor>().WriteAsync(batch, TestContext.Current.CancellationToken); // started by InitializeAsync
        using HttpResponseMessage answer = await Http.GetAsync($"/api/v1/query?query=queue_length:upper&time={Seconds(Samples - 1)}", TestContext.Current.CancellationToken);
        Assert.Equal(422, (int)answer.StatusCode);
    }

    private static string Seconds(int sample) => At(sample).ToString(CultureInfo.InvariantCulture);

    private static long At(int sample) => (EndNs / Clock.NsPerSecond) - ((Samples - 1 - sample) * StepSeconds);

    private static IEnumerable<double> Values(JsonNode series) =>
        series["values"]!.AsArray().Select(pair => double.Parse((string)pair![1]!, CultureInfo.InvariantCulture));

    private static double Value(JsonNode series) => double.Parse((string)series["value"]![1]!, CultureInfo.InvariantCulture);

    private async Task<double> ScoreAsync(int sample) => Value(await OneAsync($"/api/v1/query?query=queue_length:anomaly_score&time={Seconds(sample)}"));

    private async Task<JsonNode> OneAsync(string path) => Assert.Single((await NodeAsync(path))["data"]!["result"]!.AsArray())!;

    private async Task<JsonNode> NodeAsync(string path) =>
        JsonNode.Parse(await Http.GetStringAsync(path, TestContext.Current.CancellationToken)) ?? throw new InvalidOperationException("null");

    private void Feed(SampleBatch batch, string name, MetricKind kind, Func<int, double> value, string instance = "one")
    {
        Labels labels = Labels.Create(new Label(Labels.MetricName, name), new Label("instance", instance));
        SeriesEntry entry = _server!.Service<SeriesDoor>().Resolve(labels, kind, "", "", batch, Samples)!; // started; the limits are far
        for (int i = 0; i < Samples; i++)
        {
            batch.Add(entry, At(i) * Clock.NsPerSecond, value(i));
        }
    }
}
