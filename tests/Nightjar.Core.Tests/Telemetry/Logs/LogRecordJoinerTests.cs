using System.Text;
using Nightjar.Core.Telemetry.Logs;

namespace Nightjar.Core.Tests.Telemetry.Logs;

public sealed class LogRecordJoinerTests
{
    private static readonly LogTimeAssumption Assumption = new(1_709_251_200_000_000_000, TimeSpan.Zero);

    [Theory]
    [InlineData("java: its header, the exception, frames, its cause", "2024-03-01 12:00:00 ERROR a.B: failed\njava.lang.IllegalState: no\n\tat a.B.run(B.java:12)\nCaused by: java.io.IO: x\n\t... 3 more|2024-03-01 12:00:01 INFO a.B: on")]
    [InlineData("python: logged, then its traceback", "2024-03-01 12:00:00 ERROR a.B: failed\nTraceback (most recent call last):\n  File \"a.py\", line 1, in <module>\nValueError: x|2024-03-01 12:00:01 INFO a.B: on")]
    [InlineData(".NET: frames and the end of the inner one", "2024-03-01 12:00:00 ERROR a.B: System.X: failed\n ---> System.Y: inner\n   at A.B()\n   --- End of inner exception stack trace ---\n   at A.C()|2024-03-01 12:00:01 INFO a.B: on")]
    [InlineData("a message of several lines, one of them empty", "2024-03-01 12:00:00 INFO a.B: SELECT\nFROM x\n\nWHERE y|2024-03-01 12:00:01 INFO a.B: on")]
    [InlineData("none", "2024-03-01 12:00:00 INFO a.B: one|2024-03-01 12:00:00 INFO a.B: two")]
    public void Add_SourceWithHeaders_WhatHasNoneGoesOn(string what, string records)
    {
        LogLineParser parser = new(Assumption);
        foreach (string line in Enumerable.Repeat("2024-03-01 12:00:00 INFO a.B: x", 20))
        {
            parser.Learn(Encoding.UTF8.GetBytes(line));
        }

        Assert.True(records.Split('|').SequenceEqual(Join(parser, records.Replace('|', '\n'))), what);
    }

    [Fact]
    public void Add_MostLinesWithoutHeader_EachIsARecord()
    {
        LogLineParser parser = new(Assumption);
        string[] lines = [.. Enumerable.Range(0, 40).Select(i => i % 4 == 0 ? $"2024-03-01 12:00:00 INFO a.B: x {i}" : $"printed {i}")];
        foreach (string line in lines)
        {
            parser.Learn(Encoding.UTF8.GetBytes(line));
        }

        Assert.Equal(lines, Join(parser, string.Join('\n', lines)));
    }

    [Fact]
    public void Add_LogfmtAfterAStampedLine_EachIsARecord()
    {
        string[] lines = ["2024-03-01 12:00:00 INFO a.B: starts", .. Enumerable.Range(0, 40).Select(i => $"level=info msg=\"took {i} ms\"")];

        Assert.Equal(lines, Join(new LogLineParser(Assumption), string.Join('\n', lines)));
    }

    [Theory]
    [InlineData("no stamp\nno stamp either", "no stamp|no stamp either")]
    [InlineData("Exception in thread main\n\tat a.B.run\nCaused by: x\n\tat y\nnext", "Exception in thread main\n\tat a.B.run\nCaused by: x\n\tat y|next")]
    [InlineData("Traceback (most recent call last):\n  File x\nValueError: y\nnext", "Traceback (most recent call last):\n  File x\nValueError: y|next")]
    public void Add_SourceWithoutHeaders_IndentedLinesAndTracesGoOn(string text, string records) =>
        Assert.Equal(records.Split('|'), Join(new LogLineParser(Assumption), text));

    [Fact]
    public void Add_EndlessContinuation_EndsARecordAtTheBound()
    {
        List<string> records = Join(new LogLineParser(Assumption), "first" + string.Concat(Enumerable.Repeat("\n goes on", 2_500)));

        Assert.Equal([1_000, 1_000, 501], records.Select(record => record.Count(letter => letter == '\n') + 1));
    }

    [Fact]
    public void TryFlush_OnlyWhenOldEnough()
    {
        LogRecordJoiner joiner = new(new LogLineParser(Assumption));
        _ = joiner.Add("line"u8, 100, out _);

        Assert.False(joiner.TryFlush(99, out _));
        Assert.True(joiner.TryFlush(100, out ReadOnlySpan<byte> record));
        Assert.Equal("line", Encoding.UTF8.GetString(record));
        Assert.False(joiner.TryFlush(100, out _));
    }

    private static List<string> Join(LogLineParser parser, string text)
    {
        // The parser learns as a live source's does: each record is parsed when it is complete.
        List<string> records = [];
        LogRecordJoiner joiner = new(parser);
        foreach (string line in text.Split('\n'))
        {
            if (joiner.Add(Encoding.UTF8.GetBytes(line), 0, out ReadOnlySpan<byte> record))
            {
                _ = parser.Parse(record);
                records.Add(Encoding.UTF8.GetString(record));
            }
        }

        Assert.True(joiner.TryFlush(0, out ReadOnlySpan<byte> last));
        records.Add(Encoding.UTF8.GetString(last));
        return records;
    }
}
