using System.Net;
using System.Text.Json.Nodes;
using Nightjar.Core;
using Nightjar.Core.Correlation;
using Nightjar.Core.Detection;
using Nightjar.Core.Diagnosis;
using Nightjar.Core.Telemetry;
using Nightjar.Server.Detection;
using Nightjar.Server.Ingestion;
using Nightjar.Storage.State;
using Nightjar.Storage.Telemetry;

namespace Nightjar.EndToEnd.Tests.Api;

/// <summary>Every call of Nightjar's own API, answered and refused.</summary>
public sealed class OwnApiTests(OwnApiTests.Seeded seeded) : IClassFixture<OwnApiTests.Seeded>
{
    private const string Root = "/api/nightjar/v1";
    private static readonly DateTimeOffset Start = DateTimeOffset.Parse("2026-01-31T12:00:00Z", System.Globalization.CultureInfo.InvariantCulture);

    [Fact]
    public async Task Status_SaysWhatIsKept()
    {
        JsonNode status = await GetAsync("/status");
        Assert.Equal(2, (int)status["series"]!);
        Assert.Equal((1, 1), ((int)status["openAnomalies"]!, (int)status["openIncidents"]!));
        Assert.Null(status["storageFailure"]);
        Assert.Equal(20, (long)status["storage"]!["hotSamples"]!);
        Assert.True((DateTimeOffset)status["started"]! <= (DateTimeOffset)status["now"]!);
        Assert.NotNull(status["detection"]!["learning"]);
    }

    [Fact]
    public async Task Sources_NameTheSenderAndWhatWasRefused()
    {
        JsonNode source = Assert.Single((await GetAsync("/sources")).AsArray(), one => (string?)one!["name"] == "test")!;
        Assert.Equal(20, (long)source["accepted"]!);
        JsonNode refused = Assert.Single(source["refused"]!.AsArray())!;
        Assert.Equal(("bad_label", 1L), ((string?)refused["reason"], (long)refused["count"]!));
    }

    [Fact]
    public async Task Entities_AreFilteredAndPaged()
    {
        // Of web-1 only: the series of the other tests make an entity of their own sooner or later.
        Assert.Equal(2, (await GetAsync("/entities?search=web-1")).Items().Count);
        Assert.Equal("disk/web-1/sda", (string?)Assert.Single((await GetAsync("/entities?kind=disk")).Items())!["id"]);
        Assert.Equal("host/web-1", (string?)Assert.Single((await GetAsync("/entities?search=HOST/")).Items())!["id"]);
        JsonNode first = await GetAsync("/entities?search=web-1&limit=1");
        Assert.Equal(1, (int)first["nextOffset"]!);
        JsonNode second = await GetAsync("/entities?search=web-1&limit=1&offset=1");
        Assert.Null(second["nextOffset"]);
        Assert.NotEqual((string?)first.Items()[0]!["id"], (string?)second.Items()[0]!["id"]);
    }

    [Fact]
    public async Task Series_AreFoundByWordsAndBySelector()
    {
        Assert.Equal("cpu{host=\"web-1\"}", (string?)Assert.Single((await GetAsync("/series?search=CPU%20web")).Items())!["series"]);
        Assert.Single((await GetAsync("/series?match=" + Uri.EscapeDataString("{host=~\"web-.\"}"))).Items());
        Assert.Equal("requests_total:rate", (string?)Assert.Single((await GetAsync("/series?match=requests_total:rate")).Items())!["series"]);
        Assert.Empty((await GetAsync("/series?search=nothing")).Items());
    }

    [Fact]
    public async Task Samples_RawAndDerived_AreAnswered()
    {
        JsonArray raw = (await GetAsync("/series/samples?series=cpu"))["samples"]!.AsArray();
        Assert.Equal(10, raw.Count);
        Assert.Equal("NaN", (string?)raw[^1]!["value"]);
        JsonArray rate = (await GetAsync("/series/samples?series=requests_total:rate"))["samples"]!.AsArray();
        Assert.All(rate, sample => Assert.Equal(2.0, (double)sample!["value"]!, 6));
        Assert.NotEmpty(rate);
    }

    [Fact]
    public async Task Samples_WithBand_HaveWhatWasExpectedOfEach()
    {
        Assert.Null((await GetAsync("/series/samples?series=requests_total:rate"))["band"]);
        JsonNode answer = await GetAsync("/series/samples?series=requests_total:rate&band=true");
        JsonArray band = answer["band"]!.AsArray();
        Assert.Equal(answer["samples"]!.AsArray().Select(sample => (double)sample!["time"]!), band.Select(point => (double)point!["time"]!));
        Assert.All(band, point => Assert.True((bool)point!["isLearning"]!));
        Assert.Equal(2.0, (double)band[^1]!["expected"]!, 1);
    }

    [Fact]
    public async Task Query_AndCheck_AnswerWhatTheStoreSays()
    {
        JsonNode result = await PostAsync("/query", """{"sql":"SELECT count(*) AS n FROM samples"}""", HttpStatusCode.OK);
        Assert.Equal(("n", "BIGINT", "20"), ((string?)result["columns"]![0]!["name"], (string?)result["columns"]![0]!["type"], (string?)result["rows"]![0]![0]));
        Assert.False((bool)result["truncated"]!);
        Assert.True((bool)(await PostAsync("/query", """{"sql":"FROM samples","maxRows":3}""", HttpStatusCode.OK))["truncated"]!);
        Assert.Empty((await PostAsync("/storage/check", "", HttpStatusCode.OK)).AsArray());
    }

    [Theory]
    [InlineData("{}", 400, "sql_missing")]
    [InlineData("{\"sql\":\"SELECT 1\",\"maxRows\":0}", 400, "max_rows_out_of_range")]
    [InlineData("{\"sql\":\"SELECT 1\",\"maxSeconds\":0}", 400, "max_seconds_out_of_range")]
    [InlineData("{\"sql\":\"SELECT 1\",\"maxSeconds\":\"NaN\"}", 400, "max_seconds_out_of_range")]
    [InlineData("{\"sql\":1}", 400, "request_unreadable")]
    [InlineData("{\"sql\":\"DELETE FROM samples\"}", 422, "sql_refused")]
    public async Task Query_ThatCannotBeRun_HasACodeAndASentence(string body, int status, string code)
    {
        JsonNode problem = await PostAsync("/query", body, (HttpStatusCode)status);
        Assert.Equal(code, (string?)problem["code"]);
        Assert.NotEmpty((string?)problem["detail"] ?? "");
    }

    [Fact]
    public async Task Anomalies_AreFiltered()
    {
        Assert.Equal(2, (await GetAsync("/anomalies")).Items().Count);
        JsonNode open = Assert.Single((await GetAsync("/anomalies?open=true")).Items())!;
        Assert.Equal(("a2", "outOfRange", "up", "high"), ((string?)open["id"], (string?)open["kind"], (string?)open["direction"], (string?)open["severity"]));
        Assert.Equal(2, (await GetAsync("/anomalies?entity=host/web-1")).Items().Count);
        Assert.Equal(2, (await GetAsync("/anomalies?series=" + Uri.EscapeDataString("cpu{host=\"web-1\"}"))).Items().Count);
        Assert.Single((await GetAsync("/anomalies?start=2026-01-31T11:00:00Z&end=2026-01-31T12:01:00Z")).Items());
        Assert.Equal(97, (double)(await GetAsync("/anomalies/a2"))["observed"]!);
    }

    [Fact]
    public async Task Ranking_OfARange_HasEverySeriesThatStoodOutMostAbnormalFirst()
    {
        JsonArray ranked = (await GetAsync("/anomalies/ranking?start=2026-01-31T12:00:00Z&end=2026-01-31T13:00:00Z")).Items();
        Assert.Equal(["requests_total:rate", "cpu{host=\"web-1\"}"], ranked.Select(one => (string?)one!["series"]));
        Assert.Equal((21.0, 12.0, 2), ((double)ranked[0]!["abnormality"]!, (double)ranked[0]!["peak"]!, (int)ranked[0]!["abnormalMinutes"]!));
        Assert.Equal((Start, Start.AddMinutes(1)), ((DateTimeOffset)ranked[0]!["firstMinute"]!, (DateTimeOffset)ranked[0]!["peakMinute"]!));
        Assert.Equal("host/web-1", (string?)ranked[1]!["entity"]);
        Assert.Equal("cpu{host=\"web-1\"}", (string?)Assert.Single((await GetAsync("/anomalies/ranking?start=2026-01-31T12:02:00Z&end=2026-01-31T13:00:00Z")).Items())!["series"]);
        Assert.Empty((await GetAsync("/anomalies/ranking")).Items());
    }

    [Fact]
    public async Task Incidents_ListAndDetail()
    {
        Assert.Single((await GetAsync("/incidents?state=open&entity=host/web-1")).Items());
        Assert.Empty((await GetAsync("/incidents?state=resolved")).Items());
        JsonNode detail = await GetAsync("/incidents/i1");
        Assert.Equal("CPU of web-1 at 97", (string?)detail["incident"]!["title"]);
        Assert.Equal("a2", (string?)Assert.Single(detail["anomalies"]!.AsArray())!["id"]);
        Assert.Equal("It began.", (string?)Assert.Single(detail["timeline"]!.AsArray())!["text"]);
        JsonNode suspect = Assert.Single(detail["suspects"]!.AsArray())!;
        Assert.Equal("host/web-1", (string?)suspect["entity"]);
        Assert.Equal(97, (double)suspect["evidence"]![0]!["observed"]!);
    }

    [Theory]
    [InlineData("/entities?kind=ghost", 400, "kind_unknown")]
    [InlineData("/entities?kind=1", 400, "kind_unknown")]
    [InlineData("/entities?limit=0", 400, "limit_out_of_range")]
    [InlineData("/entities?limit=1001", 400, "limit_out_of_range")]
    [InlineData("/series?offset=-1", 400, "offset_out_of_range")]
    [InlineData("/series?match={", 400, "series_unreadable")]
    [InlineData("/series/samples", 400, "series_unreadable")]
    [InlineData("/series/samples?series=nothing", 404, "series_unknown")]
    [InlineData("/series/samples?series={__name__=~\".%2B\"}", 400, "series_ambiguous")]
    [InlineData("/series/samples?series=cpu&start=x", 400, "time_unreadable")]
    [InlineData("/anomalies?start=2&end=1", 400, "range_reversed")]
    [InlineData("/anomalies/ranking?start=2&end=1", 400, "range_reversed")]
    [InlineData("/anomalies?series=cpu{a=~\"b\"}", 400, "series_unreadable")]
    [InlineData("/anomalies/none", 404, "anomaly_unknown")]
    [InlineData("/incidents?state=gone", 400, "state_unknown")]
    [InlineData("/incidents/none", 404, "incident_unknown")]
    [InlineData("/nothing", 404, "call_unknown")]
    [InlineData("/query", 405, "method_not_allowed")]
    [InlineData("/entities?limit=many", 400, "request_unreadable")]
    public async Task Call_ThatCannotBeAnswered_HasACodeAndASentence(string call, int status, string code)
    {
        using HttpResponseMessage answer = await (await seeded.StartAsync()).Http.GetAsync(Root + call, TestContext.Current.CancellationToken);
        JsonNode body = JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
        Assert.Equal((status, code), ((int)answer.StatusCode, (string?)body["code"]));
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.NotEmpty((string?)body["detail"] ?? "");
    }

    [Fact]
    public async Task OpenApi_IsAsApproved()
    {
        HttpClient http = (await seeded.StartAsync()).Http;
        string document = await http.GetStringAsync("/openapi/v1.json", TestContext.Current.CancellationToken);
        string approvedFile = Path.Combine(AppContext.BaseDirectory, "Api", "openapi.v1.json");
        string approved = File.Exists(approvedFile) ? await File.ReadAllTextAsync(approvedFile, TestContext.Current.CancellationToken) : "";
        if (approved.TrimEnd() != document.TrimEnd())
        {
            string received = Path.Combine(AppContext.BaseDirectory, "Api", "openapi.v1.received.json");
            Directory.CreateDirectory(Path.GetDirectoryName(received)!); // the path has one
            await File.WriteAllTextAsync(received, document + "\n", TestContext.Current.CancellationToken);
            Assert.Fail($"The API's document has changed. When that is meant, replace tests/Nightjar.EndToEnd.Tests/Api/openapi.v1.json by {received}.");
        }
    }

    [Fact]
    public async Task Scalar_LoadsNothingFromElsewhere()
    {
        HttpClient http = (await seeded.StartAsync()).Http;
        string page = await http.GetStringAsync("/scalar/v1", TestContext.Current.CancellationToken);
        Assert.DoesNotContain("cdn.", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("https://", page, StringComparison.OrdinalIgnoreCase);
        string script = await http.GetStringAsync("/scalar/scalar.js", TestContext.Current.CancellationToken);
        Assert.True(script.Length > 100_000, "the script is in the package");
    }

    private async Task<JsonNode> GetAsync(string call)
    {
        using HttpResponseMessage answer = await (await seeded.StartAsync()).Http.GetAsync(Root + call, TestContext.Current.CancellationToken);
        string text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.StatusCode == HttpStatusCode.OK, text);
        return JsonNode.Parse(text)!;
    }

    private async Task<JsonNode> PostAsync(string call, string body, HttpStatusCode status)
    {
        using StringContent content = new(body, System.Text.Encoding.UTF8, "application/json");
        using HttpResponseMessage answer = await (await seeded.StartAsync()).Http.PostAsync(Root + call, content, TestContext.Current.CancellationToken);
        string text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.StatusCode == status, text);
        return JsonNode.Parse(text)!;
    }

    /// <summary>One server for the class: it is only read.</summary>
    public sealed class Seeded : IAsyncLifetime
    {
        private RunningServer? _server;

        public async Task<RunningServer> StartAsync()
        {
            if (_server is null)
            {
                // What is seeded is dated long ago, and must not be what retention deletes two seconds after the start.
                _server = await RunningServer.StartAsync(new Dictionary<string, string?> { ["storage:retentionAge"] = "3650d" });
                await SeedTelemetryAsync(_server);

                // Before that, what is open in the store and unknown to Detection is closed.
                DetectionStatus detection = _server.Service<DetectionStatus>();
                await RunningServer.UntilAsync(() => Task.FromResult(!detection.Now.IsRestoring), "what was learnt is restored");
                await SeedStateAsync(_server);
            }

            return _server;
        }

        public ValueTask InitializeAsync() => ValueTask.CompletedTask;

        public ValueTask DisposeAsync() => _server?.DisposeAsync() ?? ValueTask.CompletedTask;

        private static async Task SeedTelemetryAsync(RunningServer server)
        {
            using SampleBatch batch = new("test");
            SeriesDoor door = server.Service<SeriesDoor>();
            SeriesEntry cpu = door.Resolve([new Label(Labels.MetricName, "cpu"), new Label("host", "web-1")], MetricKind.Gauge, "1", "", batch, 1)!; // well-formed
            SeriesEntry requests = door.Resolve([new Label(Labels.MetricName, "requests_total")], MetricKind.Counter, "", "", batch, 1)!; // well-formed
            Assert.Null(door.Resolve([new Label("", "x")], MetricKind.Gauge, "", "", batch, 1));
            long nowNs = TimeProvider.System.NowNs();
            for (int i = 0; i < 10; i++)
            {
                long timeNs = nowNs - ((10 - i) * 15 * Clock.NsPerSecond);
                batch.Add(cpu, timeNs, i == 9 ? double.NaN : i);
                batch.Add(requests, timeNs, i * 30);
            }

            await server.Service<FrontDoor>().WriteAsync(batch, TestContext.Current.CancellationToken);
            Assert.Equal(20, batch.Accepted);

            int minute = AbnormalMinute.Of(Start.ToUnixNs());
            SeriesId rate = DerivedSeries.Of(requests.Series.Labels, DerivedName.Rate).Id;
            server.Service<TelemetryStore>().AppendAbnormal(
                [new(cpu.Series.Id, minute, 8), new(cpu.Series.Id, minute + 5, 7), new(rate, minute, 9), new(rate, minute + 1, 12)]);
        }

        private static Task SeedStateAsync(RunningServer server)
        {
            EntityId host = new("host/web-1");
            Anomaly closed = AnAnomaly("a1", host, Start, Start.AddMinutes(2));
            Anomaly open = AnAnomaly("a2", host, Start.AddMinutes(10), null);
            Incident incident = new()
            {
                Id = "i1",
                Title = "CPU of web-1 at 97",
                Entity = host,
                State = IncidentState.Open,
                Severity = Severity.High,
                StartNs = open.StartNs,
                OpenedNs = open.StartNs,
                Anomalies = [open],
                Timeline = [new TimelineEntry(open.StartNs, "It began.", open.Id)],
            };
            Evidence evidence = new(open.Series, "1", 97, 10, 3, 12, 30, open.StartNs, open.Id);
            return server.Service<StateStore>().SaveAsync(
                new StateChanges
                {
                    Entities = [new Entity(host, EntityKind.Host, "web-1", null), new Entity(new EntityId("disk/web-1/sda"), EntityKind.Disk, "sda", host)],
                    Anomalies = [closed, open],
                    Incidents = [incident],
                    Findings = [new Findings("i1", open.StartNs, [new Suspect(host, 30, [evidence])])],
                },
                TestContext.Current.CancellationToken);
        }

        private static Anomaly AnAnomaly(string id, EntityId entity, DateTimeOffset start, DateTimeOffset? end) => new()
        {
            Id = id,
            Series = Labels.Create(new Label(Labels.MetricName, "cpu"), new Label("host", "web-1")),
            Entity = entity,
            Kind = AnomalyKind.OutOfRange,
            Direction = AnomalyDirection.Up,
            StartNs = start.ToUnixNs(),
            LastNs = (end ?? start).ToUnixNs(),
            EndNs = end?.ToUnixNs(),
            Score = 30,
            Observed = 97,
            Expected = 10,
            Lower = 3,
            Upper = 12,
            LearntSamples = 600,
            Severity = Severity.High,
        };
    }
}
