using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Nightjar.Core;
using Nightjar.Core.Detection;
using Nightjar.Core.Telemetry;
using Nightjar.Server.Detection.Rules;
using Nightjar.Storage.State;
using Nightjar.Storage.Telemetry;

namespace Nightjar.EndToEnd.Tests.Api;

/// <summary>Rules and words on anomalies over the API: what they do, that they outlive a restart, and that they can be taken back.</summary>
public sealed class DetectionRulesTests
{
    private const string Calls = "/api/nightjar/v1/";

    private static readonly Series[] Loads =
        [.. Enumerable.Range(1, 3).Select(i => new Series(Labels.Create(new Label("__name__", "node_load1"), new Label("instance", $"web-{i}:9100")), MetricKind.Gauge))];

    [Fact]
    public async Task Feedback_Said_ChangesTheSeriesAndItsLikeUntilItIsTakenBack()
    {
        string directory = Directory.CreateTempSubdirectory("nightjar-rules-").FullName;
        await using (RunningServer server = await SeededAsync(directory))
        {
            JsonNode said = await CallAsync(server, HttpMethod.Post, "anomalies/a1/feedback", HttpStatusCode.OK, """{"word":"notUseful","by":"Anna"}""");

            Assert.Equal(("node_load1{instance=\"web-1:9100\"}", "notUseful", "Anna", 0.5, 2),
                ((string?)said["series"], (string?)said["word"], (string?)said["by"], (double?)said["ownFactor"], (int?)said["alike"]));
            Assert.Equal(0.5, SensitivityOf(server, 0));
            Assert.Equal(Math.Pow(2, -0.25), SensitivityOf(server, 1), 1e-9);
        }

        await using (RunningServer server = await SeededAsync(directory))
        {
            Assert.Equal(0.5, SensitivityOf(server, 0));
            JsonNode list = await CallAsync(server, HttpMethod.Get, "feedback", HttpStatusCode.OK);
            Assert.Equal("a1", (string?)list["items"]!.AsArray()[0]!["anomaly"]);
            await CallAsync(server, HttpMethod.Delete, "anomalies/a1/feedback", HttpStatusCode.NoContent);

            Assert.Equal(1, SensitivityOf(server, 0));
            Assert.Equal(1, SensitivityOf(server, 1));
            await RefusedAsync(server, HttpMethod.Delete, "anomalies/a1/feedback", HttpStatusCode.NotFound, "feedback_unknown");
        }

        Directory.Delete(directory, recursive: true);
    }

    [Fact]
    public async Task Feedback_ThatCannotBeTaken_SaysWhy()
    {
        await using RunningServer server = await SeededAsync(null);

        await RefusedAsync(server, HttpMethod.Post, "anomalies/none/feedback", HttpStatusCode.NotFound, "anomaly_unknown", """{"word":"expected"}""");
        await RefusedAsync(server, HttpMethod.Post, "anomalies/a1/feedback", HttpStatusCode.BadRequest, "word_missing", "{}");
        await RefusedAsync(server, HttpMethod.Post, "anomalies/a1/feedback", HttpStatusCode.BadRequest, "request_unreadable", """{"word":"superb"}""");
        await RefusedAsync(server, HttpMethod.Post, "anomalies/a1/feedback", HttpStatusCode.BadRequest, "by_unreadable", """{"word":"expected","by":""}""");
    }

    [Fact]
    public async Task Rules_MadeChangedAndRemoved_CountAtOnceAfterThoseOfTheConfiguration()
    {
        await using RunningServer server = await SeededAsync(
            null, ("detection:rules:0:match", "node_load1"), ("detection:rules:0:sensitivity", "0.5"), ("detection:rules:0:minChange", "3"));
        JsonNode made = await CallAsync(server, HttpMethod.Post, "rules", HttpStatusCode.OK, """{"match":"{instance=~\"web-[12].*\"}","sensitivity":2,"direction":"up"}""");
        string id = (string?)made["id"] ?? "";

        Assert.Equal((2, "the API"), ((int?)made["series"], (string?)made["by"]));
        Assert.Equal((2, 3, "Up"), (RuleOf(server, 0).Sensitivity, RuleOf(server, 0).MinChange, RuleOf(server, 0).Direction.ToString()));
        Assert.Equal(0.5, RuleOf(server, 2).Sensitivity);

        await CallAsync(server, HttpMethod.Put, "rules/" + id, HttpStatusCode.OK, """{"match":"node_load1","mode":"never","by":"Anna"}""");
        JsonArray list = (await CallAsync(server, HttpMethod.Get, "rules", HttpStatusCode.OK)).AsArray();
        Assert.Equal([null, id], list.Select(rule => (string?)rule!["id"]));
        Assert.Equal(["detection.rules.0", ""], list.Select(rule => (string?)rule!["where"]));
        Assert.Equal([3, 3], list.Select(rule => (int?)rule!["series"]));
        Assert.Equal("never", (string?)list[1]!["mode"]);

        await CallAsync(server, HttpMethod.Delete, "rules/" + id, HttpStatusCode.NoContent);
        await RefusedAsync(server, HttpMethod.Delete, "rules/" + id, HttpStatusCode.NotFound, "rule_unknown");
        Assert.Equal("Auto", RuleOf(server, 0).Mode.ToString());
    }

    [Theory]
    [InlineData("""{"match":"node_load1"}""", "has nothing set")]
    [InlineData("""{"mode":"never"}""", "needs a selector")]
    [InlineData("""{"match":"{a=","mode":"never"}""", "is no selector")]
    [InlineData("""{"match":"up","sensitivity":-1}""", "sensitivity must be between")]
    [InlineData("""{"match":"up","lower":2,"upper":1}""", "lower must be less than upper")]
    public async Task Rules_Unusable_SayWhy(string body, string sentence)
    {
        await using RunningServer server = await SeededAsync(null);

        JsonNode problem = await RefusedAsync(server, HttpMethod.Post, "rules", HttpStatusCode.BadRequest, "rule_unusable", body);

        Assert.Contains(sentence, (string?)problem["detail"], StringComparison.Ordinal);
        await RefusedAsync(server, HttpMethod.Put, "rules/none", HttpStatusCode.NotFound, "rule_unknown", """{"match":"up","mode":"never"}""");
    }

    [Fact]
    public async Task Calendars_NamedByARule_HoldItWhileAnEventRuns()
    {
        string directory = Directory.CreateTempSubdirectory("nightjar-rules-").FullName;
        string file = Path.Combine(directory, "nights.ics");
        string now = DateTime.UtcNow.AddHours(-1).ToString("yyyyMMdd'T'HHmmss'Z'", System.Globalization.CultureInfo.InvariantCulture);
        await File.WriteAllTextAsync(file, $"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\nBEGIN:VEVENT\nUID:1\nDTSTART:{now}\nDURATION:PT2H\nEND:VEVENT\nEND:VCALENDAR\n", TestContext.Current.CancellationToken);
        await using (RunningServer server = await SeededAsync(directory, ("detection:calendars:0:name", "nights"), ("detection:calendars:0:file", "nights.ics")))
        {
            await CallAsync(server, HttpMethod.Post, "rules", HttpStatusCode.OK, """{"match":"node_load1","calendar":"nights"}""");
            JsonNode problem = await RefusedAsync(server, HttpMethod.Post, "rules", HttpStatusCode.BadRequest, "rule_unusable", """{"match":"node_load1","calendar":"days"}""");

            Assert.True(RuleOf(server, 0).At(TimeProvider.System.NowNs()).IsHeld);
            Assert.False(RuleOf(server, 0).At(TimeProvider.System.NowNs() + TimeSpan.FromHours(2).ToNs()).IsHeld);
            Assert.Equal("calendar is 'days', which is none of detection.calendars: nights.", (string?)problem["detail"]);
        }

        await File.WriteAllTextAsync(file, "hello", TestContext.Current.CancellationToken);
        Server.ConfigurationException refused = await Assert.ThrowsAsync<Server.ConfigurationException>(() => SeededAsync(
            directory, ("detection:calendars:0:name", "nights"), ("detection:calendars:0:file", "nights.ics")));
        Assert.Equal($"detection.calendars.0: {file} cannot be read as iCalendar (Could not parse line: 'hello'): mend it or export it once more.", refused.Message);
        Directory.Delete(directory, recursive: true);
    }

    private static Core.Detection.Rules.SeriesRule RuleOf(RunningServer server, int load) => server.Service<DetectionRules>().Book.Of(Loads[load].Labels, "");

    private static double SensitivityOf(RunningServer server, int load) => RuleOf(server, load).Sensitivity;

    private static async Task<JsonNode> RefusedAsync(RunningServer server, HttpMethod method, string call, HttpStatusCode status, string code, string? body = null)
    {
        JsonNode problem = await CallAsync(server, method, call, status, body);
        Assert.Equal(code, (string?)problem["code"]);
        return problem;
    }

    private static async Task<JsonNode> CallAsync(RunningServer server, HttpMethod method, string call, HttpStatusCode status, string? body = null)
    {
        using HttpRequestMessage request = new(method, Calls + call) { Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json") };
        using HttpResponseMessage answer = await server.Http.SendAsync(request, TestContext.Current.CancellationToken);
        string text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.StatusCode == status, $"{call}: {answer.StatusCode} {text}");
        return text.Length == 0 ? new JsonObject() : JsonNode.Parse(text)!;
    }

    private static async Task<RunningServer> SeededAsync(string? directory, params (string Key, string? Value)[] settings)
    {
        RunningServer server = await RunningServer.StartAsync(settings.ToDictionary(one => one.Key, one => one.Value), directory);
        foreach (Series load in Loads)
        {
            Assert.NotNull(server.Service<TelemetryStore>().Catalog.GetOrAdd(load, "test", out _));
        }

        long startNs = TimeProvider.System.NowNs() - (60 * Clock.NsPerSecond);
        Anomaly anomaly = new()
        {
            Id = "a1",
            Series = Loads[0].Labels,
            Entity = new EntityId("host/web-1"),
            Kind = AnomalyKind.OutOfRange,
            Direction = AnomalyDirection.Up,
            StartNs = startNs,
            LastNs = startNs,
            EndNs = startNs,
            Score = 30,
            Observed = 97,
            Expected = 10,
            Lower = 3,
            Upper = 12,
            LearntSamples = 600,
            Severity = Severity.High,
        };
        await server.Service<StateStore>().SaveAsync(new StateChanges { Anomalies = [anomaly] }, TestContext.Current.CancellationToken);
        return server;
    }
}
