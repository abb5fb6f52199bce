using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Nightjar.EndToEnd.Tests.Commands;

public sealed class EvaluateLogsTests : IDisposable
{
    private static readonly string[] Figures = ["ga", "fga", "pa", "fta"];

    private readonly string _folder = Directory.CreateTempSubdirectory("nightjar-evaluate-logs-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Json_HasTheFiguresAndEachLinesPatternIsWritten(bool raw)
    {
        await WriteAsync("Door");
        string output = Path.Combine(_folder, "mined");

        CommandRun run = await CommandRun.OfAsync(["evaluate", "logs", "--data", _folder, "--out", output, "--json", .. raw ? ["--raw"] : Array.Empty<string>()]);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        JsonNode report = JsonNode.Parse(run.Output)!;
        JsonNode system = Assert.Single(report["systems"]!.AsArray())!;
        Assert.Equal(("Door", 40, 2), ((string?)system["system"], (int)system["lines"]!, (int)system["patterns"]!));
        Assert.All(Figures, name => Assert.Equal(1, (double)report["average"]![name]!));
        Assert.Null(report["averageCorrected"]);
        Assert.True((double)report["speed"]!["linesPerCpuSecond"]! > 0);
        Assert.InRange((int)report["stress"]!["signatures"]!, 5, 1_000);
        string[] rows = await File.ReadAllLinesAsync(Path.Combine(output, "Door.csv"), TestContext.Current.CancellationToken);
        Assert.Equal(["LineId,EventId,EventTemplate", "1,E1,\"opened by \"\"user <*>\"\"\"", "2,E2,\"closed after <*> ms\""], rows[..3]);
        Assert.Equal(41, rows.Length);
    }

    [Fact]
    public async Task Text_HasALineASystemAndTheAverages()
    {
        await WriteAsync("Door");
        await WriteAsync("Gate");

        CommandRun run = await CommandRun.OfAsync(["evaluate", "logs", "--data", _folder]);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("\nDoor ", run.Output, StringComparison.Ordinal);
        Assert.Contains("\nGate ", run.Output, StringComparison.Ordinal);
        Assert.Contains("\naverage ", run.Output, StringComparison.Ordinal);
        Assert.Contains("Lines a CPU-second: ", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Data_ThatCannotBeUsed_IsSaid()
    {
        CommandRun empty = await CommandRun.OfAsync(["evaluate", "logs", "--data", _folder]);
        CommandRun missing = await CommandRun.OfAsync(["evaluate", "logs", "--data", Path.Combine(_folder, "none")]);

        Assert.Equal((4, ""), (empty.ExitCode, empty.Output));
        Assert.Contains("SYSTEM/SYSTEM_2k.log_structured.csv", empty.Error, StringComparison.Ordinal);
        Assert.Equal((3, ""), (missing.ExitCode, missing.Output));
    }

    private async Task WriteAsync(string system)
    {
        StringBuilder raw = new();
        StringBuilder labels = new("LineId,Content,EventId,EventTemplate\n");
        for (int i = 1; i <= 40; i++)
        {
            string message = i % 2 == 1 ? $"opened by \"user {i}\"" : $"closed after {i * 7} ms";
            raw.Append(CultureInfo.InvariantCulture, $"2026-01-02 03:04:{i:00} INFO [main] {system}: {message}\n");
            labels.Append(CultureInfo.InvariantCulture, $"{i},\"{message.Replace("\"", "\"\"", StringComparison.Ordinal)}\",{(i % 2 == 1 ? "E1,\"opened by \"\"user <*>\"\"\"" : "E2,closed after <*> ms")}\n");
        }

        Directory.CreateDirectory(Path.Combine(_folder, system));
        await File.WriteAllTextAsync(Path.Combine(_folder, system, $"{system}_2k.log"), raw.ToString(), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(_folder, system, $"{system}_2k.log_structured.csv"), labels.ToString(), TestContext.Current.CancellationToken);
    }
}
