using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Nightjar.Core;
using Nightjar.Core.Detection;
using Nightjar.Core.Telemetry;
using Nightjar.Storage.State;
using Nightjar.Storage.Telemetry;

namespace Nightjar.EndToEnd.Tests.Commands;

/// <summary><c>tune</c> over files and over what is stored and was said, alone and through a server.</summary>
public sealed class TuneTests : IDisposable
{
    private const int Samples = 1_400;
    private const int StepSeconds = 30;
    private static readonly Series Queue = new(Labels.Create(new Label(Labels.MetricName, "queue"), new Label("host", "a")), MetricKind.Gauge);
    private readonly string _data = Directory.CreateTempSubdirectory("nightjar-data-").FullName;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Fact]
    public async Task Tune_File_PrintsARuleThatBacktestConfirms()
    {
        CommandRun run = await CommandRun.WithInputAsync(Csv(), "tune", "-", "--unwanted", "2026-01-31T14:52Z", "--wanted", "2026-01-31T17:22Z");

        Assert.Equal((1, ""), (run.ExitCode, run.Error));
        Assert.Contains("#   Not wanted 1 -> 0, well caught 1 -> 1, others 0 -> 0 (", run.Output, StringComparison.Ordinal);
        string[] rule = run.Output[run.Output.IndexOf("detection:", StringComparison.Ordinal)..].TrimEnd().Split('\n');
        Assert.Equal(["detection:", "  rules:", "    - match: '{__name__=\"cpu\"}'"], rule[..3]);
        CommandRun backtest = await CommandRun.WithInputAsync(
            Csv(), ["backtest", "-", "--json", .. rule[3..].SelectMany(line => new[] { "--set", line.Trim().Replace(": ", "=", StringComparison.Ordinal) })]);
        JsonNode report = JsonNode.Parse(backtest.Output)!;
        Assert.Equal((2, 1), ((int)report["before"]!, (int)report["after"]!));
        Assert.Equal(300, (double)report["events"]!.AsArray().Single(one => one!["after"] is not null)!["after"]!["observed"]!);
    }

    [Fact]
    public async Task Tune_FileWhereNothingIsBetter_SaysSo()
    {
        CommandRun run = await CommandRun.WithInputAsync(Csv(), "tune", "-", "--wanted", "2026-01-31T14:52Z", "--unwanted", "2026-01-31T17:22Z");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("what keeps more of what is not wanted away loses what is well caught", run.Output, StringComparison.Ordinal);
        Assert.EndsWith("# No rule to propose.\n", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, "With a FILE give --wanted or --unwanted TIME", "-")]
    [InlineData(2, "soon: expected a time such as", "-", "--unwanted", "soon")]
    [InlineData(2, "--wanted and --unwanted are said of a FILE or of --series", "--wanted", "2026-01-31T14:52Z")]
    [InlineData(4, "No anomaly runs at 2026-01-31T10:00:00Z", "-", "--unwanted", "2026-01-31T10:00Z")]
    public async Task Tune_ThatCannotBe_SaysWhatToDo(int code, string sentence, params string[] line)
    {
        CommandRun run = await CommandRun.WithInputAsync(Csv(), ["tune", .. line]);

        Assert.Equal((code, ""), (run.ExitCode, run.Output));
        Assert.Contains(sentence, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tune_WordsOfAServer_AreTheSameAlone_AndTheServerTakesTheRule()
    {
        await FillAsync();
        JsonNode asked;
        await using (NightjarProcess server = await NightjarProcess.ServeAsync(_data, "--set", "host:enabled=false"))
        {
            await SayAsync(server, "small", "notUseful");
            await SayAsync(server, "large", "wellCaught");
            await SayAsync(server, "silence", "wellCaught");
            asked = Json(await CommandRun.OfAsync("tune", "--data", _data, "--last", "1d", "--json"));
        }

        JsonNode alone = Json(await CommandRun.OfAsync("tune", "--data", _data, "--last", "1d", "--json"));
        Assert.Equal(asked.ToJsonString(), alone.ToJsonString());
        Assert.Equal((3, 2), ((int)asked["words"]!, (int)asked["placed"]!));

        // One word has made it less sensitive already, which is not enough; one is on a silence.
        JsonNode series = Assert.Single(asked["series"]!.AsArray())!;
        Assert.Equal("queue{host=\"a\"}", (string?)series["series"]);
        Assert.Equal((1, 1), ((int)series["before"]!["unwanted"]!, (int)series["before"]!["wellCaught"]!));
        Assert.Equal((0, 1), ((int)series["after"]!["unwanted"]!, (int)series["after"]!["wellCaught"]!));

        CommandRun text = await CommandRun.OfAsync("tune", "--data", _data, "--last", "1d");
        Assert.Contains("# 1 of 3 words are left out", text.Output, StringComparison.Ordinal);
        await File.WriteAllTextAsync(Path.Combine(_data, "nightjar.yaml"), text.Output, TestContext.Current.CancellationToken);
        await using (NightjarProcess server = await NightjarProcess.ServeAsync(_data, "--set", "host:enabled=false"))
        {
            JsonNode rules = JsonNode.Parse(await server.Http.GetStringAsync("/api/nightjar/v1/rules", TestContext.Current.CancellationToken))!;
            Assert.Equal(("{__name__=\"queue\",host=\"a\",zone=\"\"}", 1), ((string?)rules[0]!["match"], (int)rules[0]!["series"]!));

            CommandRun done = await CommandRun.OfAsync("tune", "--data", _data, "--last", "1d");
            Assert.Equal(0, done.ExitCode);
            Assert.Contains("Nothing to do: what is not wanted is not raised as it is", done.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Tune_RateOfACounter_GetsARuleOfItsOwnThatBacktestGoesBy()
    {
        Series counter = new(Labels.Create(new Label(Labels.MetricName, "requests_total"), new Label("host", "it's \"a\"")), MetricKind.Counter);
        long startNs = TimeProvider.System.NowNs() - (Samples * StepSeconds * Clock.NsPerSecond);
        using (TelemetryStore store = TelemetryStore.Open(_data, new TelemetryStoreOptions(), TimeProvider.System))
        {
            SeriesEntry entry = Add(store, counter);
            double count = 0;
            store.Append([.. Enumerable.Range(0, Samples).Select(i => new SeriesSample(entry, startNs + (i * StepSeconds * Clock.NsPerSecond), count += Value(i)))]);
        }

        string[] backtest = ["backtest", "--data", _data, "--series", "requests_total:rate", "--json"];
        string time = Clock.ToTime(startNs + (710 * StepSeconds * Clock.NsPerSecond)).ToString("O", CultureInfo.InvariantCulture);
        CommandRun before = await CommandRun.OfAsync(backtest);
        CommandRun tune = await CommandRun.OfAsync("tune", "--data", _data, "--series", "requests_total:rate", "--unwanted", time);
        await File.WriteAllTextAsync(Path.Combine(_data, "nightjar.yaml"), tune.Output, TestContext.Current.CancellationToken);
        CommandRun after = await CommandRun.OfAsync(backtest);

        Assert.Contains("    - match: '{__name__=\"requests_total:rate\",host=\"it''s \\\"a\\\"\"}'\n", tune.Output, StringComparison.Ordinal);
        Assert.Equal((1, 2, 1), (tune.ExitCode, (int)JsonNode.Parse(before.Output)!["before"]!, (int)JsonNode.Parse(after.Output)!["before"]!));
    }

    [Fact]
    public async Task Tune_DirectoryWhereNothingWasSaid_SaysHowToSayIt()
    {
        await FillAsync();
        CommandRun run = await CommandRun.OfAsync("tune", "--data", _data);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.StartsWith("# Nothing was said of what this history holds", run.Output, StringComparison.Ordinal);
    }

    private static JsonNode Json(CommandRun run)
    {
        Assert.Equal((1, ""), (run.ExitCode, run.Error));
        return JsonNode.Parse(run.Output)!;
    }

    private static async Task SayAsync(NightjarProcess server, string anomaly, string word)
    {
        using StringContent body = new($$"""{"word":"{{word}}"}""", Encoding.UTF8, "application/json");
        using HttpResponseMessage answer = await server.Http.PostAsync($"/api/nightjar/v1/anomalies/{anomaly}/feedback", body, TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private static string Csv()
    {
        StringBuilder text = new("timestamp,cpu\n");
        DateTimeOffset start = new(2026, 1, 31, 9, 0, 0, TimeSpan.Zero);
        for (int i = 0; i < Samples; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{start.AddSeconds(i * StepSeconds):yyyy-MM-dd'T'HH:mm:ss'Z'},{Value(i)}\n");
        }

        return text.ToString();
    }

    private static double Value(int i) => i switch
    {
        >= 700 and < 720 => 140,
        >= 1_000 and < 1_020 => 300,
        _ => 50 + (i * 7 % 13),
    };

    /// <summary>A series with two anomalies as the server would have kept them, one of the same name elsewhere, and a silence.</summary>
    private async Task FillAsync()
    {
        long startNs = TimeProvider.System.NowNs() - (Samples * StepSeconds * Clock.NsPerSecond);
        using (TelemetryStore store = TelemetryStore.Open(_data, new TelemetryStoreOptions(), TimeProvider.System))
        {
            SeriesEntry entry = Add(store, Queue);
            SeriesEntry other = Add(store, Queue with { Labels = Labels.Create([.. Queue.Labels, new Label("zone", "b")]) });
            store.Append([.. Enumerable.Range(0, Samples).SelectMany(i => new[] { new SeriesSample(entry, TimeNs(i), Value(i)), new SeriesSample(other, TimeNs(i), 1) })]);
        }

        using StateStore state = StateStore.Open(_data);
        Anomaly small = new()
        {
            Id = "small",
            Series = Queue.Labels,
            Entity = new EntityId("host/a"),
            Kind = AnomalyKind.OutOfRange,
            Direction = AnomalyDirection.Up,
            StartNs = TimeNs(700),
            LastNs = TimeNs(719),
            EndNs = TimeNs(719),
            Score = 9,
            Observed = 140,
            Expected = 56,
            Lower = 25,
            Upper = 87,
            LearntSamples = 700,
            Severity = Severity.Warning,
        };
        Anomaly large = small with { Id = "large", StartNs = TimeNs(1_000), LastNs = TimeNs(1_019), EndNs = TimeNs(1_019), Observed = 300 };
        await state.SaveAsync(new StateChanges { Anomalies = [small, large, large with { Id = "silence", Kind = AnomalyKind.Silence }] }, TestContext.Current.CancellationToken);

        long TimeNs(int i) => startNs + (i * StepSeconds * Clock.NsPerSecond);
    }

    private static SeriesEntry Add(TelemetryStore store, Series series) =>
        store.Catalog.GetOrAdd(series, "test", out string? refusal) ?? throw new InvalidOperationException(refusal);
}
