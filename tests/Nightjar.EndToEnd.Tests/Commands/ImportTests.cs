using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Nightjar.Core.Detection;
using Nightjar.Core.Telemetry;
using Nightjar.Server.Detection;
using Nightjar.Server.Ingestion;
using Nightjar.Server.Ingestion.History;
using Nightjar.Storage.State;
using Nightjar.Storage.Telemetry;

namespace Nightjar.EndToEnd.Tests.Commands;

/// <summary>A past from files, by <c>nightjar import</c> and by <c>ingestion.history</c>.</summary>
public sealed class ImportTests : IDisposable
{
    private const int Minutes = 3 * 1_440;
    private const int Hosts = 5;
    private static readonly long NowSeconds = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() / 60 * 60;
    private readonly string _data = Directory.CreateTempSubdirectory("nightjar-import-").FullName;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Fact]
    public async Task Import_SeriesAfterSeries_IsStoredLearntAndNoAlarm()
    {
        string file = Write("past.csv", text =>
        {
            text.Append("time,name,host,le,value\n");
            for (int host = 0; host < Hosts; host++)
            {
                for (int ago = Minutes; ago > 0; ago--)
                {
                    text.Append(CultureInfo.InvariantCulture, $"{NowSeconds - (ago * 60)},queue,{host},,{Queue(host, ago)}\n");
                }
            }

            // One bucket after the other: they make a point together all the same.
            foreach ((string bound, int rate) in ((string, int)[])[("0.1", 40), ("1", 90), ("+Inf", 100)])
            {
                for (int ago = Minutes; ago > 0; ago--)
                {
                    text.Append(CultureInfo.InvariantCulture, $"{NowSeconds - (ago * 60)},request_seconds_bucket,0,{bound},{((Minutes - ago) * rate) + (ago * 31 % 5)}\n");
                }
            }

            text.Append("then,queue,0,,1\n");
        });
        await using RunningServer server = await ServedAsync();

        CommandRun run = await CommandRun.OfAsync("import", file, "--data", _data);
        CommandRun again = await CommandRun.OfAsync("import", file, "--data", _data, "--json");

        Assert.Equal((1, ""), (run.ExitCode, run.Error));
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"{(Hosts + 3) * Minutes:N0} samples of {Hosts + 3} series stored and learnt"), run.Output, StringComparison.Ordinal);
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"past.csv, line {((Hosts + 3) * Minutes) + 2}: 'then' is no time"), run.Output, StringComparison.Ordinal);
        JsonNode repeated = JsonNode.Parse(again.Output)!.AsArray()[0]!;
        Assert.Equal((0L, (Hosts + 3L) * Minutes), ((long)repeated["samples"]!, (long)repeated["alreadyThere"]!));
        Assert.Empty(Directory.GetFiles(Path.Combine(_data, "import")));

        DetectionStatus status = server.Service<DetectionStatus>();
        await RunningServer.UntilAsync(() => Task.FromResult(status.Now.Judged == Hosts + 4), "the queues, and rate and quantiles of the histogram, are judged");
        StateStore state = server.Service<StateStore>();
        Assert.Empty(await state.AnomaliesAsync(new AnomalyFilter(), TestContext.Current.CancellationToken));
        await SendAsync(server, Enumerable.Range(0, 4).Select(i => (NowSeconds + (i * 60L), 900.0)));
        await RunningServer.UntilAsync(
            async () => (await state.AnomaliesAsync(new AnomalyFilter { OpenOnly = true }, TestContext.Current.CancellationToken)) is [{ Direction: AnomalyDirection.Up, LearntSamples: > 4_000 }],
            "an anomaly that rests on the past");
    }

    [Fact]
    public async Task Import_BesideWhatIsThere_FillsGapsAndOverwritesNothing()
    {
        await using RunningServer server = await ServedAsync();
        await SendAsync(server, [(NowSeconds - 300, 1), (NowSeconds - 60, 2)]);
        string file = Write("past.csv", text => text
            .Append("time,\"queue{host=\"\"3\"\"}\"\n")
            .Append(CultureInfo.InvariantCulture, $"{NowSeconds - 120},7\n{NowSeconds - 300},8\n{NowSeconds - 600},9\n{NowSeconds - 120},10\n"));

        CommandRun run = await CommandRun.OfAsync("import", file, "--data", _data);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("2 samples left out", run.Output, StringComparison.Ordinal);
        SeriesEntry queue = server.Service<TelemetryStore>().Catalog.OfName("queue").Single();
        SamplePoint[] stored = server.Service<TelemetryStore>().Read([queue.Id], new TimeRange(0, long.MaxValue), TestContext.Current.CancellationToken)[queue.Id];
        Assert.Equal([(600, 9.0), (300, 1.0), (120, 7.0), (60, 2.0)], stored.Select(point => (NowSeconds - (point.TimeNs / Clock.NsPerSecond), point.Value)));
    }

    [Fact]
    public async Task Import_NoServerOrNoSeries_SaysWhatToDo()
    {
        string file = Write("none.csv", text => text.Append("time,host\n1767225600,a\n"));
        await using (RunningServer server = await ServedAsync())
        {
            CommandRun unusable = await CommandRun.OfAsync("import", file, "--data", _data);
            Assert.Equal((4, ""), (unusable.ExitCode, unusable.Output));
            Assert.Contains("none.csv: no column holds numbers", unusable.Error, StringComparison.Ordinal);
        }

        File.Delete(Path.Combine(_data, "server.json"));
        CommandRun alone = await CommandRun.OfAsync("import", file, "--data", _data);
        Assert.Equal((3, ""), (alone.ExitCode, alone.Output));
        Assert.Contains("nightjar serve", alone.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task History_OfAFile_IsReadAtTheFirstStartAlone()
    {
        Write("past.csv", text =>
        {
            text.Append("time,queue\n");
            for (int ago = 300; ago > 0; ago--)
            {
                text.Append(CultureInfo.InvariantCulture, $"{NowSeconds - (ago * 60)},{Queue(0, ago)}\n");
            }
        });
        Dictionary<string, string?> settings = new() { ["ingestion:history:0:file"] = "past.csv" };
        await using (RunningServer first = await RunningServer.StartAsync(settings, _data))
        {
            await RunningServer.UntilAsync(() => Task.FromResult(first.Service<HistoryStatus>().Now.IsDone), "the file is learnt");
            Assert.Equal(300, first.Service<HistoryStatus>().Now.Samples);
        }

        File.Delete(Path.Combine(_data, "past.csv"));
        await using RunningServer second = await RunningServer.StartAsync(settings, _data);
        await RunningServer.UntilAsync(() => Task.FromResult(second.Service<HistoryStatus>().Now.IsDone), "nothing is left to read");
        Assert.Null(second.Service<HistoryStatus>().Now.Problem);
    }

    private static double Queue(int host, int ago) => 100 + ((ago + host) * 7919 % 13);

    private static async Task SendAsync(RunningServer server, IEnumerable<(long Seconds, double Value)> samples)
    {
        using SampleBatch batch = new("test");
        SeriesEntry entry = server.Service<SeriesDoor>().Resolve(
            [new Label(Labels.MetricName, "queue"), new Label("host", "3")], MetricKind.Gauge, "", "", batch, 1)!; // there is room
        foreach ((long seconds, double value) in samples)
        {
            batch.Add(entry, seconds * Clock.NsPerSecond, value);
        }

        Assert.Equal(WriteOutcome.Durable, await server.Service<FrontDoor>().WriteAsync(batch, TestContext.Current.CancellationToken));
    }

    private string Write(string name, Action<StringBuilder> write)
    {
        StringBuilder text = new();
        write(text);
        string path = Path.Combine(_data, name);
        File.WriteAllText(path, text.ToString());
        return path;
    }

    /// <summary>A server in this process that the commands find as they find any other.</summary>
    private async Task<RunningServer> ServedAsync()
    {
        RunningServer server = await RunningServer.StartAsync(new Dictionary<string, string?> { ["detection:tickInterval"] = "00:00:01" }, _data);
        await File.WriteAllTextAsync(
            Path.Combine(_data, "server.json"),
            new JsonObject { ["url"] = server.Http.BaseAddress!.AbsoluteUri.TrimEnd('/'), ["processId"] = Environment.ProcessId, ["started"] = TimeProvider.System.GetUtcNow(), ["needsToken"] = false }.ToJsonString(),
            TestContext.Current.CancellationToken);
        return server;
    }
}
