using System.Text;
using Nightjar.Evaluation.Anomalies;
using Nightjar.Evaluation.Logs;

namespace Nightjar.Evaluation.Tests.Logs;

public sealed class LoghubFolderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("nightjar-loghub-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void TryRead_QuotesAndBreaksInAField_KeepsThem()
    {
        Write("A", "A_2k.log_structured.csv", "LineId,Content,EventId,EventTemplate\r\n1,\"say \"\"hi\"\", 5\",E1,\"say \"\"<*>\"\", <*>\"\r\n2,\"two\nlines\",E2,two lines\r\n");
        Write("A", "A_2k.log_structured_corrected.csv", "EventTemplate,EventId,Content\nx,E1,y\nz,E2,y\n");
        Directory.CreateDirectory(Path.Combine(_folder, "empty"));

        Assert.True(LoghubFolder.TryRead(_folder, raw: false, out IReadOnlyList<LabelledLog>? logs, out _));

        LabelledLog log = Assert.Single(logs);
        Assert.Equal("A", log.Name);
        Assert.Equal(["say \"hi\", 5", "two\nlines"], log.Messages.Select(Encoding.UTF8.GetString));
        Assert.Equal(["say \"<*>\", <*>", "two lines"], log.Original.Templates);
        Assert.Equal(["x", "z"], log.Corrected!.Templates);
        Assert.Equal(["E1", "E2"], log.Corrected.EventIds);
    }

    [Theory]
    [InlineData("LineId,Content,EventId\n1,a,E1\n", "line 1: has no column EventTemplate.")]
    [InlineData("Content,EventId,EventTemplate\na,E1\n", "line 2: has 2 fields only.")]
    [InlineData("Content,EventId,EventTemplate\n\"a,E1,a\n", "line 2: a quote is left open.")]
    [InlineData("Content,EventId,EventTemplate\n", "has no lines.")]
    public void TryRead_BrokenFile_SaysWhatIsWrong(string content, string problem)
    {
        Write("A", "A_2k.log_structured.csv", content);

        Assert.False(LoghubFolder.TryRead(_folder, raw: false, out _, out DataProblem? found));

        Assert.EndsWith(problem, found.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void TryRead_Raw_TakesTheLinesWithoutTheirHeaders()
    {
        string[] lines = [.. Enumerable.Range(0, 40).Select(i => $"2026-01-02 03:04:{i:00} INFO [main] net.Server: message {(char)('a' + i % 26)} came")];
        Write("A", "A_2k.log_structured.csv", "Content,EventId,EventTemplate\n" + string.Concat(Enumerable.Repeat("x,E1,y\n", 40)));
        Write("A", "A_2k.log", string.Join("\r\n", lines));

        Assert.True(LoghubFolder.TryRead(_folder, raw: true, out IReadOnlyList<LabelledLog>? logs, out _));

        Assert.Equal(lines.Select(line => line[^14..]), logs[0].Messages.Select(Encoding.UTF8.GetString));
    }

    [Fact]
    public void TryRead_RawWithAnotherNumberOfLines_SaysSo()
    {
        Write("A", "A_2k.log_structured.csv", "Content,EventId,EventTemplate\nx,E1,y\n");
        Write("A", "A_2k.log", "one\ntwo\n");

        Assert.False(LoghubFolder.TryRead(_folder, raw: true, out _, out DataProblem? problem));

        Assert.EndsWith("A_2k.log: has 2 lines where 1 are labelled.", problem.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void TryRead_NoLogs_SaysWhatIsLookedFor()
    {
        Assert.False(LoghubFolder.TryRead(_folder, raw: false, out _, out DataProblem? problem));

        Assert.Contains("SYSTEM/SYSTEM_2k.log_structured.csv", problem.ToString(), StringComparison.Ordinal);
    }

    private void Write(string system, string file, string content)
    {
        Directory.CreateDirectory(Path.Combine(_folder, system));
        File.WriteAllText(Path.Combine(_folder, system, file), content);
    }
}
