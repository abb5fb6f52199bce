using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Nightjar.EndToEnd.Tests.Commands;

public sealed class DetectTests : IDisposable
{
    private const int StepAt = 300;
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Fact]
    public async Task Detect_PlantedStep_IsShownWithTimeAndPicture()
    {
        await WriteAsync(Csv(step: 40));

        CommandRun run = await CommandRun.OfAsync("detect", _file);

        Assert.Equal((1, ""), (run.ExitCode, run.Error));
        Assert.Contains("since 2026-01-31T12:50", run.Output, StringComparison.Ordinal);
        Assert.Contains("▁", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\x1b', run.Output);
    }

    [Fact]
    public async Task Detect_Json_HasTheAnomaly()
    {
        await WriteAsync(Csv(step: 40));

        CommandRun run = await CommandRun.OfAsync("detect", "--json", _file);

        JsonNode report = JsonNode.Parse(run.Output)!;
        Assert.Equal((1, 400L), (run.ExitCode, (long)report["rows"]!));
        JsonNode anomaly = report["anomalies"]!.AsArray()[0]!;
        Assert.Equal(("cpu", "up"), ((string?)anomaly["column"], (string?)anomaly["direction"]));
    }

    [Fact]
    public async Task Detect_StandardInputWithoutAFault_FindsNothing()
    {
        CommandRun run = await CommandRun.WithInputAsync(Csv(step: 0), "detect", "-");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.StartsWith("Nothing abnormal in 400 rows", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Detect_BadRows_AreCountedOnStandardErrorAndTheRestIsJudged()
    {
        string[] lines = Csv(step: 40).Split('\n');
        lines[10] = "yesterday,1";
        lines[20] = lines[20].Split(',')[0] + ",much";

        CommandRun run = await CommandRun.WithInputAsync(string.Join('\n', lines), "detect", "-");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("2 rows or fields were left out", run.Error, StringComparison.Ordinal);
        Assert.Contains("line 11:", run.Error, StringComparison.Ordinal);
        Assert.Contains("line 21:", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Detect_NoFileOrNoSeries_SaysWhich()
    {
        CommandRun missing = await CommandRun.OfAsync("detect", _file + ".none");
        CommandRun empty = await CommandRun.WithInputAsync("a,b\n", "detect", "-");

        Assert.Equal((3, ""), (missing.ExitCode, missing.Output));
        Assert.Contains("cannot be read", missing.Error, StringComparison.Ordinal);
        Assert.Equal((4, ""), (empty.ExitCode, empty.Output));
        Assert.NotEmpty(empty.Error);
    }

    private static string Csv(double step)
    {
        DateTimeOffset start = DateTimeOffset.Parse("2026-01-31T12:00:00Z", CultureInfo.InvariantCulture);
        Random random = new(1);
        StringBuilder csv = new("timestamp,cpu\n");
        for (int i = 0; i < 400; i++)
        {
            double value = 20 + random.NextDouble() + (i >= StepAt ? step : 0);
            csv.Append(CultureInfo.InvariantCulture, $"{start.AddSeconds(i * 10):yyyy-MM-dd'T'HH:mm:ss'Z'},{value:0.###}\n");
        }

        return csv.ToString();
    }

    private Task WriteAsync(string text) => File.WriteAllTextAsync(_file, text, TestContext.Current.CancellationToken);
}
