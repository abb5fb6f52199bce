using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Nightjar.Core;
using Nightjar.Core.Correlation;
using Nightjar.Core.Detection;
using Nightjar.Core.Telemetry;
using Nightjar.Storage.State;

namespace Nightjar.EndToEnd.Tests.Api;

/// <summary>Acknowledging and resolving, and what is answered when it cannot be done.</summary>
public sealed class IncidentDecisionsTests
{
    private const string Calls = "/api/nightjar/v1/incidents/";

    [Fact]
    public async Task Decisions_OnAnOpenIncident_AreKeptWithWhoMadeThem()
    {
        await using RunningServer server = await SeededAsync();

        JsonNode taken = await DecideAsync(server, "i1/acknowledge", HttpStatusCode.OK, """{"by":"Anna"}""");
        JsonNode again = await DecideAsync(server, "i1/acknowledge", HttpStatusCode.OK, """{"by":"Ben"}""");
        JsonNode over = await DecideAsync(server, "i1/resolve", HttpStatusCode.OK, null);

        Assert.Equal("acknowledged", (string?)taken["incident"]!["state"]);
        Assert.Equal("Acknowledged by Anna", (string?)taken["timeline"]!.AsArray()[^1]!["text"]);
        Assert.Equal(taken["timeline"]!.ToJsonString(), again["timeline"]!.ToJsonString());
        Assert.Equal("resolved", (string?)over["incident"]!["state"]);
        Assert.Equal("Resolved by the API", (string?)over["timeline"]!.AsArray()[^1]!["text"]);
    }

    [Fact]
    public async Task Decisions_ThatCannotBeMade_SayWhy()
    {
        await using RunningServer server = await SeededAsync();

        await RefusedAsync(server, "none/acknowledge", HttpStatusCode.NotFound, "incident_unknown", null);
        await RefusedAsync(server, "none/resolve", HttpStatusCode.NotFound, "incident_unknown", null);
        await RefusedAsync(server, "i1/resolve", HttpStatusCode.BadRequest, "by_unreadable", """{"by":" "}""");
        await RefusedAsync(server, "i1/resolve", HttpStatusCode.BadRequest, "by_unreadable", $$"""{"by":"{{new string('x', 101)}}"}""");
        await RefusedAsync(server, "i1/resolve", HttpStatusCode.BadRequest, "request_unreadable", "{");
        await DecideAsync(server, "i1/resolve", HttpStatusCode.OK, null);
        await RefusedAsync(server, "i1/resolve", HttpStatusCode.Conflict, "incident_resolved", null);
        await RefusedAsync(server, "i1/acknowledge", HttpStatusCode.Conflict, "incident_resolved", null);
    }

    private static async Task RefusedAsync(RunningServer server, string call, HttpStatusCode status, string code, string? body)
    {
        JsonNode problem = await DecideAsync(server, call, status, body);
        Assert.Equal(code, (string?)problem["code"]);
        Assert.NotEmpty((string?)problem["detail"] ?? "");
    }

    private static async Task<JsonNode> DecideAsync(RunningServer server, string call, HttpStatusCode status, string? body)
    {
        using StringContent? content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        using HttpResponseMessage answer = await server.Http.PostAsync(Calls + call, content, TestContext.Current.CancellationToken);
        string text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.StatusCode == status, $"{call}: {answer.StatusCode} {text}");
        return JsonNode.Parse(text)!;
    }

    private static async Task<RunningServer> SeededAsync()
    {
        RunningServer server = await RunningServer.StartAsync();
        EntityId host = new("host/web-1");
        long startNs = TimeProvider.System.NowNs() - (60 * Clock.NsPerSecond);
        Anomaly anomaly = new()
        {
            Id = "a1",
            Series = Labels.Create(new Label(Labels.MetricName, "cpu")),
            Entity = host,
            Kind = AnomalyKind.OutOfRange,
            Direction = AnomalyDirection.Up,
            StartNs = startNs,
            LastNs = startNs,
            Score = 30,
            Observed = 97,
            Expected = 10,
            Lower = 3,
            Upper = 12,
            LearntSamples = 600,
            Severity = Severity.High,
        };
        Incident incident = new()
        {
            Id = "i1",
            Title = "CPU of web-1 at 97",
            Entity = host,
            State = IncidentState.Open,
            Severity = Severity.High,
            StartNs = startNs,
            OpenedNs = startNs,
            Anomalies = [anomaly],
            Timeline = [new TimelineEntry(startNs, "It began.", anomaly.Id)],
        };
        await server.Service<StateStore>().SaveAsync(
            new StateChanges { Entities = [new Entity(host, EntityKind.Host, "web-1", null)], Anomalies = [anomaly], Incidents = [incident] },
            TestContext.Current.CancellationToken);
        return server;
    }
}
