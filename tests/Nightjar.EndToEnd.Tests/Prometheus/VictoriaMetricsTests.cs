using System.Net.Http.Headers;
using System.Text.Json;
using Nightjar.Core.Telemetry;
using Nightjar.Server.Tests.Ingestion.Prometheus;
using Nightjar.Storage.Telemetry;
using Snappier;

namespace Nightjar.EndToEnd.Tests.Prometheus;

/// <summary>One sender writes the same to VictoriaMetrics and to Nightjar; both must give the same back.</summary>
public sealed class VictoriaMetricsTests
{
    private const int SeriesCount = 50;
    private const int SamplesEach = 40;

    [Fact]
    public async Task WrittenToBoth_GivesTheSameBack()
    {
        await using RealPart victoria = await RealPart.StartAsync(
            "/usr/bin/victoria-metrics", "/health",
            (address, directory) => [$"-httpListenAddr={address}", $"-storageDataPath={directory}/data", "-loggerLevel=ERROR"]);
        await using RunningServer nightjar = await RunningServer.StartAsync();
        byte[] body = Snappy.CompressToArray(Message(TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() - (SamplesEach * 1000)));
        await WriteAsync(victoria.Http, body);
        await WriteAsync(nightjar.Http, body);
        Dictionary<string, string> theirs = [];
        await RunningServer.UntilAsync(
            async () =>
            {
                using HttpResponseMessage flushed = await victoria.Http.GetAsync("/internal/force_flush", TestContext.Current.CancellationToken);
                theirs = Parse(await victoria.Http.GetStringAsync("/api/v1/export?match[]={job=\"compare\"}", TestContext.Current.CancellationToken));
                return theirs.Count == SeriesCount;
            },
            "VictoriaMetrics has indexed what it took");

        Assert.Equal(theirs.OrderBy(series => series.Key, StringComparer.Ordinal), Ours(nightjar).OrderBy(series => series.Key, StringComparer.Ordinal));
    }

    private static byte[] Message(long startMs)
    {
        Random random = new(5);
        return WriteMessages.Request(Enumerable.Range(0, SeriesCount).Select(i => WriteMessages.Series(
            [("__name__", $"m{i % 7}"), ("i", $"{i}"), ("job", "compare"), ("path", $"/a b/{{{i}}}\"\\ü")],
            Enumerable.Range(0, SamplesEach).Select(at => ((double)random.Next(-1000, 1_000_000), startMs + (at * 1000) + i)))));
    }

    private static async Task WriteAsync(HttpClient http, byte[] body)
    {
        using ByteArrayContent content = new(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/x-protobuf");
        content.Headers.ContentEncoding.Add("snappy");
        using HttpResponseMessage answer = await http.PostAsync("/api/v1/write", content, TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private static Dictionary<string, string> Ours(RunningServer nightjar)
    {
        TelemetryStore store = nightjar.Service<TelemetryStore>();
        Dictionary<SeriesId, string> names = store.Catalog.All.Where(entry => entry.Series.Labels["job"] == "compare")
            .ToDictionary(entry => entry.Series.Id, entry => entry.Series.Labels.ToString());
        return store.Read(names.Keys, new TimeRange(0, long.MaxValue), TestContext.Current.CancellationToken).ToDictionary(
            series => names[series.Key],
            series => string.Join(' ', series.Value.Select(point => FormattableString.Invariant($"{point.TimeNs / Clock.NsPerMs}={point.Value:R}"))));
    }

    /// <summary>VictoriaMetrics' export: one JSON object a line.</summary>
    private static Dictionary<string, string> Parse(string export)
    {
        Dictionary<string, string> series = [];
        foreach (string line in export.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            using JsonDocument document = JsonDocument.Parse(line);
            JsonElement root = document.RootElement;
            Labels labels = Labels.Create(root.GetProperty("metric").EnumerateObject().Select(label => new Label(label.Name, label.Value.GetString() ?? "")));
            series[labels.ToString()] = string.Join(' ', root.GetProperty("timestamps").EnumerateArray().Zip(
                root.GetProperty("values").EnumerateArray(),
                (time, value) => FormattableString.Invariant($"{time.GetInt64()}={value.GetDouble():R}")));
        }

        return series;
    }
}
