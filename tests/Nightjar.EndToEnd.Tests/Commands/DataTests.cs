using System.Globalization;
using System.Text.Json.Nodes;
using Nightjar.Core.Telemetry;
using Nightjar.Storage.Snapshots;
using Nightjar.Storage.Telemetry;

namespace Nightjar.EndToEnd.Tests.Commands;

/// <summary><c>query</c>, <c>storage check</c> and <c>status</c>, with and without a server that holds the directory.</summary>
public sealed class DataTests : IDisposable
{
    private const string Token = "0123456789abcdef0123";
    private const string Sql = "SELECT name, labels['host'] AS host, value, value > 1.5 AS big, NULL AS nothing FROM named_samples ORDER BY time";

    private readonly string _data = Directory.CreateTempSubdirectory("nightjar-data-").FullName;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Fact]
    public async Task Query_WithoutAServer_GivesTableCsvAndJson()
    {
        Fill();

        CommandRun table = await CommandRun.OfAsync("query", "--data", _data, Sql);
        CommandRun csv = await CommandRun.OfAsync("query", "--data", _data, "--csv", Sql);
        CommandRun json = await CommandRun.WithInputAsync(Sql, "query", "--data", _data, "--json", "--max-rows", "1", "-");

        Assert.Equal("name\thost\tvalue\tbig\tnothing\ncpu\ta,\"b\"\t1.0\tfalse\tNULL\ncpu\ta,\"b\"\t2.0\ttrue\tNULL\n", table.Output);
        Assert.Equal("name,host,value,big,nothing\ncpu,\"a,\"\"b\"\"\",1.0,false,\ncpu,\"a,\"\"b\"\"\",2.0,true,\n", csv.Output);
        JsonNode row = Assert.Single(JsonNode.Parse(json.Output)!.AsArray())!;
        Assert.Equal(("cpu", "a,\"b\"", 1.0, false), ((string?)row["name"], (string?)row["host"], (double)row["value"]!, (bool)row["big"]!));
        Assert.Null(row["nothing"]);
        Assert.Contains("raise --max-rows", json.Error, StringComparison.Ordinal);
        Assert.Equal((0, 0, 0), (table.ExitCode, csv.ExitCode, json.ExitCode));
    }

    [Theory]
    [InlineData("DROP TABLE series", "Only a statement that reads")]
    [InlineData("SELECT * FROM nowhere", "nowhere")]
    public async Task Query_RefusedOrWrong_SaysWhyWithAndWithoutAServer(string sql, string reason)
    {
        Fill();
        CommandRun alone = await CommandRun.OfAsync("query", "--data", _data, sql);
        await using RunningServer server = await ServedAsync();
        CommandRun served = await CommandRun.OfAsync("query", "--data", _data, sql);

        Assert.Equal((4, "", 4, ""), (alone.ExitCode, alone.Output, served.ExitCode, served.Output));
        Assert.Contains(reason, alone.Error, StringComparison.Ordinal);
        Assert.Contains(reason, served.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AllThree_ServerHoldsTheDirectory_AnswerThroughIt()
    {
        Fill();
        await using RunningServer server = await ServedAsync();

        CommandRun query = await CommandRun.OfAsync("query", "--data", _data, Sql);
        CommandRun check = await CommandRun.OfAsync("storage", "check", "--data", _data);
        CommandRun status = await CommandRun.OfAsync("status", "--data", _data, "--json");

        Assert.StartsWith("name\thost\tvalue", query.Output, StringComparison.Ordinal);
        Assert.Equal((0, "Sound: telemetry, logs, state and snapshots.\n"), (check.ExitCode, check.Output));
        JsonNode report = JsonNode.Parse(status.Output)!;
        Assert.Equal((1, 2L, 0), ((int)report["series"]!, (long)report["storage"]!["hotSamples"]! + (long)report["storage"]!["partSamples"]!, status.ExitCode));
        Assert.Equal(Environment.ProcessId, (int)report["server"]!["processId"]!);
        Assert.NotNull(report["status"]!["detection"]!["judged"]);
    }

    [Fact]
    public async Task Status_ServerWithAToken_TakesItFromOptionOrConfiguration()
    {
        await using RunningServer server = await ServedAsync(Token);

        CommandRun without = await CommandRun.OfAsync("status", "--data", _data);
        CommandRun with = await CommandRun.OfAsync("status", "--data", _data, "--token", Token);
        await File.WriteAllTextAsync(Path.Combine(_data, "nightjar.yaml"), $"access:\n  token: {Token}\n", TestContext.Current.CancellationToken);
        CommandRun configured = await CommandRun.OfAsync("status", "--data", _data);

        Assert.Equal((4, ""), (without.ExitCode, without.Output));
        Assert.Contains("--token TOKEN", without.Error, StringComparison.Ordinal);
        Assert.Equal((0, 0), (with.ExitCode, configured.ExitCode));
        Assert.StartsWith("server     Nightjar", configured.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Status_StaleServerFile_IsIgnored()
    {
        Fill();
        NameServer("http://127.0.0.1:9", int.MaxValue, needsToken: false);

        CommandRun run = await CommandRun.OfAsync("status", "--data", _data);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.StartsWith("server     none holds the directory", run.Output, StringComparison.Ordinal);
        Assert.Contains("series     1\n", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Status_ServerDoesNotAnswer_SaysWhoHoldsTheDirectory()
    {
        NameServer($"http://127.0.0.1:{Loopback.FreePorts(1)[0].ToString(CultureInfo.InvariantCulture)}", Environment.ProcessId, needsToken: false);

        CommandRun run = await CommandRun.OfAsync("status", "--data", _data);

        Assert.Equal((4, ""), (run.ExitCode, run.Output));
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"process {Environment.ProcessId}"), run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StorageCheck_DamagedSnapshot_IsNamedWithExitCode1()
    {
        Fill();
        SnapshotStore.Open(_data).Save("detection-1", [1, 2, 3]);
        string path = Path.Combine(_data, "snapshots", "detection-1.bin");
        byte[] bytes = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
        bytes[^1] ^= 1;
        await File.WriteAllBytesAsync(path, bytes, TestContext.Current.CancellationToken);

        CommandRun text = await CommandRun.OfAsync("storage", "check", "--data", _data);
        CommandRun json = await CommandRun.OfAsync("storage", "check", "--data", _data, "--json");

        Assert.Equal((1, 1), (text.ExitCode, json.ExitCode));
        Assert.StartsWith($"{path}: ", text.Output, StringComparison.Ordinal);
        Assert.Equal(path, (string?)Assert.Single(JsonNode.Parse(json.Output)!.AsArray())!["where"]);
    }

    [Theory]
    [InlineData("status")]
    [InlineData("storage check")]
    [InlineData("query x")]
    public async Task Command_DirectoryWithoutData_IsNotMade(string command)
    {
        string none = Path.Combine(_data, "mistyped");

        CommandRun run = await CommandRun.OfAsync([.. command.Split(' '), "--data", none]);

        Assert.Equal((3, ""), (run.ExitCode, run.Output));
        Assert.Contains("holds no data of Nightjar", run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(none));
    }

    private void Fill()
    {
        using TelemetryStore store = TelemetryStore.Open(_data, new TelemetryStoreOptions(), TimeProvider.System);
        Labels labels = Labels.Create(new Label(Labels.MetricName, "cpu"), new Label("host", "a,\"b\""));
        SeriesEntry entry = store.Catalog.GetOrAdd(new Series(labels, MetricKind.Gauge, "1", ""), "test", out _)!; // an empty catalog has room
        long nowNs = TimeProvider.System.NowNs();
        store.Append([new SeriesSample(entry, nowNs - Clock.NsPerSecond, 1), new SeriesSample(entry, nowNs, 2)]);
    }

    /// <summary>A server in this process that the commands find as they find any other.</summary>
    private async Task<RunningServer> ServedAsync(string? token = null)
    {
        Dictionary<string, string?> settings = token is null ? [] : new() { ["access:token"] = token };
        RunningServer server = await RunningServer.StartAsync(settings, _data);
        NameServer(server.Http.BaseAddress!.AbsoluteUri.TrimEnd('/'), Environment.ProcessId, token is not null); // the fixture sets it
        return server;
    }

    private void NameServer(string url, int processId, bool needsToken) => File.WriteAllText(
        Path.Combine(_data, "server.json"),
        new JsonObject { ["url"] = url, ["processId"] = processId, ["started"] = TimeProvider.System.GetUtcNow(), ["needsToken"] = needsToken }.ToJsonString());
}
