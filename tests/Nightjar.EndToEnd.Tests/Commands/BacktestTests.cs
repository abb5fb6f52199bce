using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Nightjar.Core.Telemetry;
using Nightjar.Storage.Telemetry;

namespace Nightjar.EndToEnd.Tests.Commands;

/// <summary><c>backtest</c> over files and over what is stored, alone and through a server.</summary>
public sealed class BacktestTests : IDisposable
{
    private const int Samples = 600;
    private const int StepSeconds = 30;
    private readonly string _data = Directory.CreateTempSubdirectory("nightjar-data-").FullName;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Fact]
    public async Task Backtest_FileWithoutASetting_ShowsWhatWouldBeRaised()
    {
        CommandRun run = await CommandRun.WithInputAsync(Csv(), "backtest", "-");

        Assert.Equal((1, ""), (run.ExitCode, run.Error));
        Assert.StartsWith("cpu\n  2026-01-31T13:3", run.Output, StringComparison.Ordinal);
        Assert.Contains("1 series, 600 samples: 1 anomaly", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Backtest_FileWithASetting_ShowsBeforeAndAfterSideBySide()
    {
        CommandRun run = await CommandRun.WithInputAsync(Csv(), "backtest", "-", "--set", "minChange=500");

        Assert.Equal(1, run.ExitCode);
        Assert.Matches("since +as it is +minChange=500", run.Output);
        Assert.Matches("expected .* to .* +-\n", run.Output);
        Assert.Contains("With minChange=500: 0 anomalies (0 a series and week), of them 0 new; 1 would not be raised any more.", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sensitivity=much", "--set sensitivity=much: expected a number.")]
    [InlineData("speed=1", "expected NAME=VALUE with one of sensitivity, direction")]
    [InlineData("sensitivity=1000", "--set sensitivity: it must be between 1/64")]
    public async Task Backtest_SettingThatCannotBe_IsRefusedWithWhatToDo(string set, string sentence)
    {
        CommandRun run = await CommandRun.WithInputAsync(Csv(), "backtest", "-", "--set", set);

        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Contains(sentence, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Backtest_StoredSeries_IsTheSameAloneAndThroughAServer()
    {
        Fill();
        string[] line = ["backtest", "--data", _data, "--series", "{host=\"a\"}", "--last", "12h", "--set", "sensitivity=0.25", "--json"];
        CommandRun alone = await CommandRun.OfAsync(line);
        await using (NightjarProcess server = await NightjarProcess.ServeAsync(_data, "--set", "host:enabled=false"))
        {
            CommandRun served = await CommandRun.OfAsync(line);
            Assert.Equal((1, alone.Output, ""), (served.ExitCode, served.Output, served.Error));
        }

        JsonNode report = JsonNode.Parse(alone.Output)!;
        Assert.Equal((2, 2L * Samples), ((int)report["series"]!, (long)report["samples"]!));
        Assert.Equal(["requests_total:rate{host=\"a\"}", "queue{host=\"a\"}"], report["events"]!.AsArray().Select(one => (string?)one!["series"]).Distinct().Order(StringComparer.Ordinal).Reverse());
    }

    [Fact]
    public async Task Backtest_RuleOfTheConfiguration_CountsBefore()
    {
        Fill();
        await File.WriteAllTextAsync(
            Path.Combine(_data, "nightjar.yaml"), "detection:\n  rules:\n    - match: '{__name__=\"queue\"}'\n      mode: never\n", TestContext.Current.CancellationToken);
        CommandRun run = await CommandRun.OfAsync("backtest", "--data", _data, "--series", "queue", "--set", "mode=auto", "--json");

        JsonNode report = JsonNode.Parse(run.Output)!;
        Assert.Equal((0, 1), ((int)report["before"]!, (int)report["after"]!));
    }

    [Fact]
    public async Task Backtest_ScheduledEventOfTheConfiguration_IsNotTold()
    {
        Fill();
        DateTimeOffset fault = TimeProvider.System.GetUtcNow().AddSeconds(-(Samples - 540) * StepSeconds);
        await File.WriteAllTextAsync(
            Path.Combine(_data, "maintenance.ics"),
            string.Create(CultureInfo.InvariantCulture, $"BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VEVENT\nUID:1\nDTSTART:{fault.AddMinutes(-5):yyyyMMdd'T'HHmmss'Z'}\nDTEND:{fault.AddMinutes(30):yyyyMMdd'T'HHmmss'Z'}\nEND:VEVENT\nEND:VCALENDAR\n"),
            TestContext.Current.CancellationToken);
        string rules = "detection:\n  calendars:\n    - name: maintenance\n      file: maintenance.ics\n  rules:\n    - match: '{__name__=\"queue\"}'\n      calendar: maintenance\n";
        await File.WriteAllTextAsync(Path.Combine(_data, "nightjar.yaml"), rules, TestContext.Current.CancellationToken);
        CommandRun held = await CommandRun.OfAsync("backtest", "--data", _data, "--series", "queue", "--set", "mode=always", "--json");
        File.Delete(Path.Combine(_data, "maintenance.ics"));
        CommandRun without = await CommandRun.OfAsync("backtest", "--data", _data, "--series", "queue");

        JsonNode report = JsonNode.Parse(held.Output)!;
        Assert.Equal((0, 1), ((int)report["before"]!, (int)report["after"]!));
        Assert.Equal(2, without.ExitCode);
        Assert.Contains("the calendar maintenance of detection.calendars", without.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Backtest_SelectorOfADerivedSeries_MeansThatAlone_AndOneThatFitsNothingSaysSo()
    {
        Fill();
        CommandRun rate = await CommandRun.OfAsync("backtest", "--data", _data, "--series", "requests_total:rate", "--json");
        CommandRun none = await CommandRun.OfAsync("backtest", "--data", _data, "--series", "nothing");
        CommandRun wrong = await CommandRun.OfAsync("backtest", "--data", _data, "--series", "{");

        Assert.All(JsonNode.Parse(rate.Output)!["events"]!.AsArray(), one => Assert.Equal("requests_total:rate{host=\"a\"}", (string?)one!["series"]));
        Assert.Equal((1, 4, 2), (rate.ExitCode, none.ExitCode, wrong.ExitCode));
        Assert.Contains("No stored series fits nothing", none.Error, StringComparison.Ordinal);
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

    private static double Value(int i) => i is >= 540 and < 560 ? 300 : 50 + (i * 7 % 13);

    private void Fill()
    {
        using TelemetryStore store = TelemetryStore.Open(_data, new TelemetryStoreOptions(), TimeProvider.System);
        Label host = new("host", "a");
        SeriesEntry gauge = Add(store, new Series(Labels.Create(new Label(Labels.MetricName, "queue"), host), MetricKind.Gauge));
        SeriesEntry counter = Add(store, new Series(Labels.Create(new Label(Labels.MetricName, "requests_total"), host), MetricKind.Counter));
        long startNs = TimeProvider.System.NowNs() - (Samples * StepSeconds * Clock.NsPerSecond);
        List<SeriesSample> samples = [];
        double count = 0;
        for (int i = 0; i < Samples; i++)
        {
            count += Value(i);
            samples.Add(new SeriesSample(gauge, startNs + (i * StepSeconds * Clock.NsPerSecond), Value(i)));
            samples.Add(new SeriesSample(counter, startNs + (i * StepSeconds * Clock.NsPerSecond), count));
        }

        store.Append(samples.ToArray());
    }

    private static SeriesEntry Add(TelemetryStore store, Series series) =>
        store.Catalog.GetOrAdd(series, "test", out string? refusal) ?? throw new InvalidOperationException(refusal);
}
