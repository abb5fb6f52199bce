using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Nightjar.EndToEnd.Tests.Commands;

public sealed class EvaluateTests : IDisposable
{
    private const int Rows = 600;
    private const int FaultAt = 400;

    private static readonly string[] NabScores = ["standard", "lowFalsePositive", "lowFalseNegative", "crossValidated"];
    private static readonly string[] AlwaysThere = ["falseAlarmsPerSeriesWeek", "vusPr", "samplesPerCpuSecond", "bytesPerSeries"];
    private static readonly string[] EventScores = ["f1", "precision", "recall"];

    private readonly string _folder = Directory.CreateTempSubdirectory("nightjar-evaluate-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Nab_Json_HasTheFiguresAndResultFilesAreWritten()
    {
        await WriteNabAsync();
        string output = Path.Combine(_folder, "results");

        CommandRun run = await EvaluateAsync("--dataset", "nab", "--data", _folder, "--out", output, "--json");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        JsonNode report = JsonNode.Parse(run.Output)!;
        Assert.Equal(("nightjar", 6), ((string?)report["method"], report["files"]!.AsArray().Count));
        Assert.All(NabScores, name => Assert.InRange((double)report[name]!, 50, 100));
        Assert.InRange((double)report["threshold"]!, 0, 1);
        Assert.Equal((double)report["threshold"]!, (double)report["thresholds"]!["standard"]!);
        Assert.All(AlwaysThere.Append("meanOverThresholds"), name => Assert.True((double)report[name]! >= 0, name));
        string[] result = await File.ReadAllLinesAsync(Path.Combine(output, "sub", "nightjar_f0.csv"), TestContext.Current.CancellationToken);
        Assert.Equal(("timestamp,value,anomaly_score,label", Rows + 1), (result[0], result.Length));
    }

    [Fact]
    public async Task Nab_Text_SaysWhereTheThresholdIsFrom()
    {
        await WriteNabAsync();

        CommandRun onItself = await EvaluateAsync("--dataset", "nab", "--data", _folder);
        CommandRun onFiles = await EvaluateAsync("--dataset", "nab", "--data", _folder, "--fit-on", "sub/f1.csv", "f3");
        CommandRun onFolder = await EvaluateAsync("--dataset", "nab", "--data", _folder, "--fit-on", _folder);

        Assert.Contains("chosen on the files that are scored", onItself.Output, StringComparison.Ordinal);
        Assert.Contains("chosen on sub/f1.csv, sub/f3.csv", onFiles.Output, StringComparison.Ordinal);
        Assert.Contains($"chosen on {_folder}", onFolder.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Kpi_Json_HasTheFigures()
    {
        await WriteAsync("train", "a.csv", labels: true);
        await WriteAsync("test", "a.csv", labels: true, fault: 400, day: 1);

        CommandRun run = await EvaluateAsync("--dataset", "kpi", "--data", _folder, "--json");

        JsonNode report = JsonNode.Parse(run.Output)!;
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.All(EventScores, name => Assert.InRange((double)report[name]!, 0.8, 1));
        Assert.All(AlwaysThere.Append("threshold"), name => Assert.True((double)report[name]! >= 0, name));
    }

    [Fact]
    public async Task Baselines_AreInTheSameReport()
    {
        await WriteAsync("train", "a.csv", labels: true);
        await WriteAsync("test", "a.csv", labels: true, fault: 400, day: 1);

        CommandRun text = await EvaluateAsync("--dataset", "kpi", "--data", _folder, "--baselines");
        CommandRun json = await EvaluateAsync("--dataset", "kpi", "--data", _folder, "--baselines", "--json");

        string[] names = ["spectral-residual", "windowed-gaussian", "seasonal-z"];
        Assert.All(names, name => Assert.Contains($"\n{name} ", text.Output, StringComparison.Ordinal));
        Assert.Equal(names, JsonNode.Parse(json.Output)!["baselines"]!.AsArray().Select(one => (string?)one!["method"]));
    }

    [Fact]
    public async Task Simulated_TwiceWithOneSeed_GivesTheSame()
    {
        string[] arguments = ["--dataset", "simulated", "--series-per-kind", "1", "--days", "4", "--seed", "7"];

        CommandRun once = await EvaluateAsync([.. arguments, "--json"]);
        CommandRun twice = await EvaluateAsync([.. arguments, "--json"]);
        CommandRun text = await EvaluateAsync(arguments);

        Assert.Equal((0, "", once.Output), (twice.ExitCode, twice.Error, twice.Output));
        JsonNode report = JsonNode.Parse(once.Output)!;
        Assert.Equal((7, 28), ((int)report["seed"]!, report["kinds"]!.AsArray().Count));
        Assert.True((double)report["falseAlarmsPer1000SeriesDays"]! >= 0);
        Assert.Contains(report["faults"]!.AsArray(), share => (string?)share!["fault"] == "seasonBreak" && (int)share["injected"]! > 0);
        Assert.StartsWith("28 kinds of 1 series, 4 days of one-minute samples, seed 7.", text.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Csv_AnotherFolderForTheThreshold_IsSaid()
    {
        await WriteAsync("mine", "a.csv", labels: true);
        await WriteAsync("theirs", "b.csv", labels: true);

        CommandRun run = await EvaluateAsync("--dataset", "csv", "--data", Path.Combine(_folder, "mine"), "--fit-on", Path.Combine(_folder, "theirs"));

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.StartsWith($"1 series; threshold chosen on {Path.Combine(_folder, "theirs")}.", run.Output, StringComparison.Ordinal);
        Assert.Contains("nightjar", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Data_ThatCannotBeUsed_IsSaidWithFileAndLine()
    {
        await WriteAsync("train", "a.csv", labels: true);
        await WriteAsync("test", "a.csv", labels: true);
        await File.AppendAllTextAsync(Path.Combine(_folder, "test", "a.csv"), "1500000000,much,0\n", TestContext.Current.CancellationToken);

        CommandRun broken = await EvaluateAsync("--dataset", "kpi", "--data", _folder);
        CommandRun noTrain = await EvaluateAsync("--dataset", "kpi", "--data", Path.Combine(_folder, "train"));
        CommandRun missing = await EvaluateAsync("--dataset", "nab", "--data", Path.Combine(_folder, "none"));
        CommandRun unknown = await EvaluateAsync("--dataset", "csv", "--data", Path.Combine(_folder, "train"), "--fit-on", "b");

        Assert.Equal((4, ""), (broken.ExitCode, broken.Output));
        Assert.Contains($"a.csv, line {Rows + 2}: 'much' is no number.", broken.Error, StringComparison.Ordinal);
        Assert.Equal(4, noTrain.ExitCode);
        Assert.Contains("no folder test", noTrain.Error, StringComparison.Ordinal);
        Assert.Equal((3, ""), (missing.ExitCode, missing.Output));
        Assert.Equal(2, unknown.ExitCode);
        Assert.Contains("--fit-on b: neither a folder nor a file", unknown.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Csv_NothingLabelled_AsksForOtherData()
    {
        string file = Path.Combine(_folder, "a.csv");
        await File.WriteAllTextAsync(file, "timestamp,value,label\n1500000000,1,0\n1500000060,1,0\n", TestContext.Current.CancellationToken);

        CommandRun run = await EvaluateAsync("--dataset", "csv", "--data", _folder);

        Assert.Equal(4, run.ExitCode);
        Assert.Contains("--fit-on", run.Error, StringComparison.Ordinal);
    }

    private static Task<CommandRun> EvaluateAsync(params string[] arguments) => CommandRun.OfAsync(["evaluate", "anomalies", .. arguments]);

    private async Task WriteNabAsync()
    {
        for (int f = 0; f < 6; f++)
        {
            await WriteAsync(Path.Combine("data", "sub"), $"f{f}.csv", labels: false);
        }

        Directory.CreateDirectory(Path.Combine(_folder, "labels"));
        IEnumerable<string> windows = Enumerable.Range(0, 6).Select(f => $"\"sub/f{f}.csv\": [[\"{Time(FaultAt - 5)}.000000\", \"{Time(FaultAt + 30)}.000000\"]]");
        await File.WriteAllTextAsync(Path.Combine(_folder, "labels", "combined_windows.json"), $"{{{string.Join(",\n", windows)}}}", TestContext.Current.CancellationToken);
    }

    /// <summary>Noise with a fault of twenty rows, labelled as such.</summary>
    private Task WriteAsync(string folder, string file, bool labels, int fault = 40, int day = 0)
    {
        Directory.CreateDirectory(Path.Combine(_folder, folder));
        Random random = new(file.Length + folder.Length);
        StringBuilder csv = new(labels ? "timestamp,value,label\n" : "timestamp,value\n");
        for (int i = 0; i < Rows; i++)
        {
            bool faulty = i is >= FaultAt and < FaultAt + 20;
            csv.Append(CultureInfo.InvariantCulture, $"{Time((1_440 * day) + i)},{20 + random.NextDouble() + (faulty ? fault : 0):0.###}{(labels ? faulty ? ",1" : ",0" : "")}\n");
        }

        return File.WriteAllTextAsync(Path.Combine(_folder, folder, file), csv.ToString(), TestContext.Current.CancellationToken);
    }

    private static string Time(int row) => new DateTime(2026, 1, 31).AddMinutes(row).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
