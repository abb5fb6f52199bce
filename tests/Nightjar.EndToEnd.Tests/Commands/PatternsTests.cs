using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;

namespace Nightjar.EndToEnd.Tests.Commands;

public sealed class PatternsTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Fact]
    public async Task Patterns_LogWithABurst_ShowsItFirstWithItsEvidence()
    {
        await File.WriteAllTextAsync(_file, Log(), TestContext.Current.CancellationToken);

        CommandRun run = await CommandRun.OfAsync("patterns", _file);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Matches(@"^3,779 records in 2 patterns, 2026-01-31 12:00:00 to 2026-01-31 13:59:58\n1 unusual, marked with !\n", run.Output);
        Assert.Matches(@"\n  179   4.7 %  error  connection to <\w+> refused\n +! burst: 120 from 13:40:00 to 13:42:00, ×121 its usual rate, 1\n", run.Output);
        Assert.EndsWith("request 0 done\n", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\x1b', run.Output);
    }

    [Fact]
    public async Task Patterns_JsonFromAPackedFileAndStandardInput_AddsUp()
    {
        await using (GZipStream packed = new(File.Create(_file), CompressionLevel.Fastest))
        {
            await packed.WriteAsync(Encoding.UTF8.GetBytes(Log()), TestContext.Current.CancellationToken);
        }

        CommandRun run = await CommandRun.WithInputAsync("2026-01-31 13:00:00 INFO a.B: one more\n", "patterns", "--json", _file, "-");

        JsonNode report = JsonNode.Parse(run.Output)!;
        JsonArray patterns = report["patterns"]!.AsArray();
        Assert.Equal((0, 3_780L, 3_780L), (run.ExitCode, (long)report["records"]!, patterns.Sum(pattern => (long)pattern!["count"]!)));
        Assert.Equal("burst", (string?)patterns[0]!["unusual"]![0]!["kind"]);
    }

    [Fact]
    public async Task Patterns_BinaryOrMissingFile_SaysSoAndReadsTheOthers()
    {
        CommandRun run = await CommandRun.WithInputAsync("hello\n", "patterns", "/bin/true", _file + ".none", "-");

        Assert.Equal(3, run.ExitCode);
        Assert.Contains("/bin/true cannot be used: it is not text.", run.Error, StringComparison.Ordinal);
        Assert.Contains(".none cannot be read", run.Error, StringComparison.Ordinal);
        Assert.StartsWith("1 record in 1 pattern\nNothing unusual. No record has a time", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Patterns_OptionsThatCannotBe_AreRefused()
    {
        CommandRun run = await CommandRun.OfAsync("patterns", "--level", "loud", "--since", "yesterday", "--until", "9999-12-31", "--top", "-1");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("--level loud: expected trace, debug", run.Error, StringComparison.Ordinal);
        Assert.Contains("--since yesterday: expected a time", run.Error, StringComparison.Ordinal);
        Assert.Contains("--until 9999-12-31: expected a time such as 2026-01-31T12:00, between 1678 and 2261", run.Error, StringComparison.Ordinal);
        Assert.Contains("--top -1: expected a number", run.Error, StringComparison.Ordinal);
    }

    /// <summary>Two hours of a request every two seconds and an error a minute, and a minute with sixty.</summary>
    private static string Log()
    {
        DateTimeOffset start = DateTimeOffset.Parse("2026-01-31T12:00:00Z", CultureInfo.InvariantCulture);
        StringBuilder log = new();
        for (int i = 0; i < 3_600; i++)
        {
            string time = start.AddSeconds(2 * i).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
            if (i % 60 == 7 && i / 60 != 50)
            {
                log.Append(CultureInfo.InvariantCulture, $"{time} ERROR a.Db: connection to 10.0.0.{i % 5} refused\n");
            }

            if (i / 60 == 50)
            {
                log.Append(CultureInfo.InvariantCulture, $"{time} ERROR a.Db: connection to 10.0.0.{i % 5} refused\n{time} ERROR a.Db: connection to 10.0.0.9 refused\n");
            }

            log.Append(CultureInfo.InvariantCulture, $"{time} INFO a.B: request {i} done\n");
        }

        return log.ToString();
    }
}
