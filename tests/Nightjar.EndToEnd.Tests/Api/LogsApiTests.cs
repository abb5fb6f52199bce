using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Nightjar.Core.Telemetry;
using Nightjar.Server.Ingestion;
using Nightjar.Server.Ingestion.Logs;
using Nightjar.Storage.Telemetry.Logs;

namespace Nightjar.EndToEnd.Tests.Api;

/// <summary>Lines, patterns and their number over HTTP.</summary>
public sealed class LogsApiTests : IAsyncLifetime
{
    private const string Root = "/api/nightjar/v1/logs";
    private static readonly DateTimeOffset Start = DateTimeOffset.FromUnixTimeSeconds(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() - 3_000);

    private RunningServer _server = null!; // set by InitializeAsync, which runs before any test

    public async ValueTask InitializeAsync()
    {
        _server = await RunningServer.StartAsync();
        LogDoor door = _server.Service<LogDoor>();
        LogStream stream = door.Streams.GetOrAdd(Labels.Create(new Label("host_name", "web-1"), new Label("service_name", "shop")), "shop", "test");
        LogBatch batch = new();
        for (int i = 0; i < 60; i++)
        {
            Add(batch, stream, i, 9, $"user {i} logged in", "{\"region\":\"eu\"}");
        }

        Add(batch, stream, 40, 17, "disk sda is full", "");
        Add(batch, stream, 41, 17, "disk sda is full", "");
        LogOutcome outcome = await door.WriteAsync(batch, "test", new Refusals(), TestContext.Current.CancellationToken);
        Assert.Equal(62, outcome.Accepted);
    }

    public async ValueTask DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Lines_AreReadNewestFirstPageByPageAndNoneTwice()
    {
        List<string> messages = [];
        string? cursor = null;
        do
        {
            JsonNode page = await GetAsync($"?limit=25{(cursor is null ? "" : $"&cursor={cursor}")}");
            messages.AddRange(page["items"]!.AsArray().Select(line => (string)line!["message"]!));
            cursor = (string?)page["nextCursor"];
        }
        while (cursor is not null);

        Assert.Equal(62, messages.Count);
        Assert.Equal("user 59 logged in", messages[0]);
        Assert.Equal(60, messages.Where(message => message.StartsWith("user", StringComparison.Ordinal)).Distinct().Count());
    }

    [Fact]
    public async Task Lines_OfASearch_SayWhatIsKnownOfThem()
    {
        JsonNode line = Assert.Single((await GetAsync($"?limit=1&query={Uri.EscapeDataString("level:info region:eu host:web-1 service:shop")}"))["items"]!.AsArray())!;
        Assert.Equal(("info", "shop", "web-1"), ((string?)line["level"], (string?)line["service"], (string?)line["stream"]!["host_name"]));
        Assert.Null(line["traceId"]);
    }

    [Fact]
    public async Task Patterns_AddUpToTheLinesAndAreFoundByTheirId()
    {
        JsonNode patterns = await GetAsync("/patterns");
        JsonArray items = patterns["items"]!.AsArray();
        Assert.Equal(62, (long)patterns["lines"]!);
        Assert.Equal(62, items.Sum(item => (long)item!["count"]!));
        Assert.Equal(("user <num> logged in", 60L), ((string?)items[0]!["template"], (long)items[0]!["count"]!));
        Assert.Equal("error", (string?)items[1]!["level"]);

        string id = (string)items[1]!["id"]!;
        Assert.All((await GetAsync($"?query=pattern:{id}"))["items"]!.AsArray(), line => Assert.Equal("disk sda is full", (string?)line!["message"]));
        Assert.Equal(60, (long)(await GetAsync($"/patterns?query=-pattern:{id}"))["lines"]!);
    }

    [Fact]
    public async Task Histogram_HasEachLineOnce()
    {
        JsonNode histogram = await GetAsync($"/histogram?start={Start.ToUnixTimeSeconds()}&end={Start.ToUnixTimeSeconds() + 80}");
        Assert.Equal(1, (double)histogram["stepSeconds"]!);
        ILookup<string, long> byLevel = histogram["items"]!.AsArray().ToLookup(item => (string)item!["level"]!, item => (long)item!["count"]!);
        Assert.Equal((60L, 2L), (byLevel["info"].Sum(), byLevel["error"].Sum()));
    }

    [Fact]
    public async Task Diff_OfTwoRanges_NamesWhatIsNew()
    {
        long half = Start.ToUnixTimeSeconds() + 30;
        JsonArray changes = (await GetAsync($"/patterns/diff?start={half}&end={half + 30}"))["items"]!.AsArray();
        JsonNode change = Assert.Single(changes)!; // who logs in is as many as before
        Assert.Equal(("new", "disk sda is full", 0L, 2L), ((string?)change["kind"], (string?)change["template"], (long)change["before"]!, (long)change["now"]!));

        JsonArray back = (await GetAsync($"/patterns/diff?start={half - 30}&end={half - 1}&beforeStart={half}&beforeEnd={half + 29}"))["items"]!.AsArray();
        Assert.Equal("gone", (string?)Assert.Single(back)!["kind"]);
    }

    [Theory]
    [InlineData("?query=level:loud", "search_unreadable")]
    [InlineData("?query=%2F(%2F", "search_unreadable")]
    [InlineData("?limit=0", "limit_out_of_range")]
    [InlineData("?cursor=x", "cursor_unreadable")]
    [InlineData("/patterns?start=x", "time_unreadable")]
    [InlineData("/patterns/diff?start=100&end=200&beforeStart=90&beforeEnd=90", "range_empty")]
    public async Task Call_ThatCannotBeRead_IsRefusedWithACode(string call, string code)
    {
        HttpResponseMessage answer = await _server.Http.GetAsync(Root + call, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(code, (string?)JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!["code"]);
    }

    private static void Add(LogBatch batch, LogStream stream, int second, byte severity, string message, string attributes) => batch.Add(
        new LogRow(stream, Start.AddSeconds(second).ToUnixNs(), severity, 0, 0), Encoding.UTF8.GetBytes(message), default, default, Encoding.UTF8.GetBytes(attributes));

    private async Task<JsonNode> GetAsync(string call) =>
        JsonNode.Parse(await _server.Http.GetStringAsync(Root + call, TestContext.Current.CancellationToken))!; // the API always answers with something
}
