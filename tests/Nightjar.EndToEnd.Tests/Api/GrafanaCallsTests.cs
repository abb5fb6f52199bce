using System.Net;
using System.Text.Json.Nodes;
using Nightjar.Core.Telemetry;
using Nightjar.Server.Ingestion;
using Nightjar.Storage.Telemetry;

namespace Nightjar.EndToEnd.Tests.Api;

/// <summary>The calls that Grafana's Prometheus data source makes, as it makes them.</summary>
public sealed class GrafanaCallsTests : IAsyncLifetime
{
    private static readonly long NowNs = TimeProvider.System.NowNs();
    private RunningServer? _server;

    private HttpClient Http => _server?.Http ?? throw new InvalidOperationException("started by InitializeAsync");

    public async ValueTask InitializeAsync()
    {
        _server = await RunningServer.StartAsync();
        using SampleBatch batch = new("test");
        foreach (string instance in (string[])["one", "two"])
        {
            Labels labels = Labels.Create(new Label(Labels.MetricName, "http_requests_total"), new Label("instance", instance));
            SeriesEntry? entry = _server.Service<SeriesDoor>().Resolve(labels, MetricKind.Counter, "requests", "Requests served.", batch, 1);
            for (int i = 0; i <= 40; i++)
            {
                batch.Add(entry!, NowNs - ((40 - i) * 15 * Clock.NsPerSecond), i * 30); // resolved: the limits are far
            }
        }

        Assert.Equal(WriteOutcome.Durable, await _server.Service<FrontDoor>().WriteAsync(batch, TestContext.Current.CancellationToken));
    }

    public ValueTask DisposeAsync() => _server?.DisposeAsync() ?? ValueTask.CompletedTask;

    [Fact]
    public async Task SaveAndTest_AsksForOnePlusOneByPost_Succeeds()
    {
        JsonNode data = await PostAsync("query", ("query", "1+1"), ("time", Time(0)));
        Assert.Equal("scalar", (string?)data["resultType"]);
        Assert.Equal("2", (string?)data["result"]![1]);
    }

    [Fact]
    public async Task BuildInfo_NamesAVersionGrafanaCanCompare()
    {
        JsonNode data = await GetAsync("status/buildinfo");
        Assert.True(Version.Parse((string?)data["version"] ?? "") >= new Version(2, 24), "from 2.24 on Grafana narrows label values by match[]");
    }

    [Fact]
    public async Task Panel_AsksForARangeByPost_GetsBothSeries()
    {
        JsonNode data = await PostAsync("query_range", ("query", "http_requests_total"), ("start", Time(-300)), ("end", Time(0)), ("step", "15"));
        JsonArray result = data["result"]!.AsArray();
        Assert.Equal(2, result.Count);
        Assert.Equal(21, result[0]!["values"]!.AsArray().Count);
    }

    [Fact]
    public async Task Panel_AsksForADerivedSeries_GetsItsRate()
    {
        JsonNode data = await PostAsync("query_range", ("query", "http_requests_total:rate{instance=\"one\"}"), ("start", Time(-60)), ("end", Time(0)), ("step", "15"));
        JsonNode only = Assert.Single(data["result"]!.AsArray())!;
        Assert.Equal("http_requests_total:rate", (string?)only["metric"]!["__name__"]);
        Assert.All(only["values"]!.AsArray(), point => Assert.Equal("2", (string?)point![1]));
    }

    [Fact]
    public async Task QueryBuilder_AsksWhatThereIs_IsTold()
    {
        string range = $"start={Time(-3600)}&end={Time(0)}";
        Assert.Contains("http_requests_total:rate", Texts(await GetAsync($"label/__name__/values?{range}")));
        Assert.Equal(["__name__", "instance"], Texts(await PostAsync("labels", ("start", Time(-3600)), ("end", Time(0)), ("match[]", "http_requests_total"))));
        Assert.Equal(["one", "two"], Texts(await GetAsync($"label/instance/values?{range}&match[]={Uri.EscapeDataString("{__name__=\"http_requests_total\"}")}")));
        Assert.Equal(2, (await GetAsync($"series?{range}&match[]=http_requests_total")).AsArray().Count);
        JsonNode metadata = await GetAsync("metadata?limit=10");
        Assert.Equal(("counter", "Requests served.", "requests"), ((string?)metadata["http_requests_total"]![0]!["type"], (string?)metadata["http_requests_total"]![0]!["help"], (string?)metadata["http_requests_total"]![0]!["unit"]));
    }

    [Fact]
    public async Task AlertingPages_AskForRulesAndAlerts_GetNone()
    {
        Assert.Empty((await GetAsync("rules"))["groups"]!.AsArray());
        Assert.Empty((await GetAsync("alerts"))["alerts"]!.AsArray());
        Assert.Empty((await PostAsync("query_exemplars", ("query", "http_requests_total"), ("start", Time(-60)), ("end", Time(0)))).AsArray());
    }

    [Fact]
    public async Task Panel_WithAFunction_GetsTheErrorInPrometheusForm()
    {
        using HttpResponseMessage answer = await Http.GetAsync("/api/v1/query?query=rate(http_requests_total[5m])", TestContext.Current.CancellationToken);
        JsonNode body = JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(("error", "bad_data"), ((string?)body["status"], (string?)body["errorType"]));
        Assert.Contains("rate is beyond", (string?)body["error"], StringComparison.Ordinal);
    }

    private static string Time(int seconds) =>
        ((NowNs / (decimal)Clock.NsPerSecond) + seconds).ToString("0.###", System.Globalization.CultureInfo.InvariantCulture);

    private static string[] Texts(JsonNode data) => [.. data.AsArray().Select(item => (string?)item ?? "")];

    private async Task<JsonNode> GetAsync(string call)
    {
        using HttpResponseMessage answer = await Http.GetAsync("/api/v1/" + call, TestContext.Current.CancellationToken);
        return await DataAsync(answer);
    }

    private async Task<JsonNode> PostAsync(string call, params (string Name, string Value)[] form)
    {
        using FormUrlEncodedContent content = new(form.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        using HttpResponseMessage answer = await Http.PostAsync("/api/v1/" + call, content, TestContext.Current.CancellationToken);
        return await DataAsync(answer);
    }

    private static async Task<JsonNode> DataAsync(HttpResponseMessage answer)
    {
        string text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonNode.Parse(text)!["data"] ?? throw new InvalidOperationException(text);
    }
}
