using System.Globalization;
using System.IO.Compression;
using System.Text;
using Nightjar.Core.Telemetry.Logs;
using Nightjar.Evaluation.Logs;

namespace Nightjar.Evaluation.Tests.Logs;

public sealed class LogMiningTests
{
    private static readonly LogTimeAssumption Assumption = new(1_773_144_000_000_000_000, TimeSpan.Zero);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Read_TracesAndBlankLines_CountsAddUpToRecords(bool isPacked)
    {
        StringBuilder log = new();
        for (int i = 0; i < 300; i++)
        {
            log.Append(CultureInfo.InvariantCulture, $"2026-03-10 10:00:{i % 60:00} INFO a.B: request {i} done\r\n");
            if (i % 10 == 0)
            {
                log.Append(CultureInfo.InvariantCulture, $"2026-03-10 10:00:{i % 60:00} ERROR a.B: failed {i}\njava.lang.X: no\n\tat a.B.run(B.java:1)\n\n");
            }
        }

        log.Append("2026-03-10 10:01:00 WARN a.B: no end of line");

        LogMining mining = Mined(log.ToString(), LogFilter.None, isPacked);

        Assert.Equal((421, 331, 0), (mining.Lines, mining.Records, mining.Held));
        Assert.Equal(331, mining.Patterns.Sum(pattern => pattern.Count));
        Assert.Equal([("request <num> done", 300L), ("failed <num>", 30L), ("no end of line", 1L)], mining.Patterns.Select(pattern => (pattern.Template, pattern.Count)));
        Assert.Equal(LogSeverity.Error, mining.Histories[mining.Patterns[1].Id].Severity);
    }

    [Fact]
    public void Read_MillionDifferentLines_AllAreCounted()
    {
        Random random = new(1);
        byte[] log = new byte[8_000_000];
        for (int i = 0; i < log.Length; i++)
        {
            log[i] = (byte)(random.Next(8) == 0 ? random.Next(12) == 0 ? '\n' : ' ' : 'a' + random.Next(26));
        }

        LogMining mining = Mined(Encoding.ASCII.GetString(log), LogFilter.None);

        Assert.InRange(mining.Records, 50_000, mining.Lines);
        Assert.Equal(mining.Records, mining.Patterns.Sum(pattern => pattern.Count));
        Assert.Equal(mining.Records, mining.Histories.Values.Sum(history => history.Count));
        Assert.InRange(mining.Patterns.Count, 1, 4_097);
    }

    [Theory]
    [InlineData(1_100_000)]
    [InlineData(3_000_000)]
    public void Read_LineLongerThanAMegabyte_IsCutAndTheNextIsWhole(int length)
    {
        LogMining mining = Mined($"first\n{new string('x', length)}\nlast {new string('y', 100_000)}\n", LogFilter.None);

        Assert.Equal((3, 3, 1), (mining.Lines, mining.Records, mining.CutLines));
        Assert.StartsWith("last yyy", mining.Patterns[^1].Example, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("since", 2)]
    [InlineData("until", 2)]
    [InlineData("level", 1)]
    [InlineData("text", 3)]
    public void Read_Filter_HoldsTheRestBack(string bound, int records)
    {
        const string Log = "2026-03-10 10:00:00 INFO a.B: one\n2026-03-10 11:00:00 ERROR a.B: two\n2026-03-10 12:00:00 INFO a.B: three\n2026-03-10 13:00:00 INFO a.B: owl\n";
        long noon = 1_773_144_000_000_000_000;
        LogFilter filter = bound switch
        {
            "since" => LogFilter.None with { SinceNs = noon },
            "until" => LogFilter.None with { UntilNs = noon },
            "level" => LogFilter.None with { LeastSeverity = LogSeverity.Warn },
            _ => LogFilter.None with { Text = "o"u8.ToArray() },
        };

        LogMining mining = Mined(Log, filter);

        Assert.Equal((records, 4 - records), (mining.Records, mining.Held));
    }

    [Theory]
    [InlineData("7F454C4602010100000000000000000003003E00", "not text")]
    [InlineData("FFFE680065006C006C006F00", "iconv")]
    [InlineData("28B52FFD0458", "zstdcat")]
    [InlineData("FD377A585A00", "xzcat")]
    public void TryOpen_NoText_SaysWhatToDo(string bytes, string expected)
    {
        Assert.False(LogTextReader.TryOpen(new MemoryStream(Convert.FromHexString(bytes)), out _, out string? problem));
        Assert.Contains(expected, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Signals_TwoFilesOneAfterTheOther_AreOnOneTimeline()
    {
        // The older file comes second, as a shell sorts rotated logs.
        LogMining mining = new(LogFilter.None);
        Read(mining, string.Concat(Enumerable.Range(0, 3_600).Select(i => $"2026-03-10 11:{i / 60:00}:{i % 60:00} INFO a.B: tick\n")), isPacked: false);
        Read(mining, string.Concat(Enumerable.Range(0, 3_600).Select(i => $"2026-03-10 10:{i / 60:00}:{i % 60:00} INFO a.B: tick\n")), isPacked: false);

        Assert.Empty(mining.Signals);
        Assert.Equal((7_200, 7_199), (mining.All.TimedCount, (mining.All.LastNs - mining.All.FirstNs) / 1_000_000_000));
    }

    [Fact]
    public void Read_ClockThatIsSetAfterTheStart_HasTheTimeline()
    {
        string boot = string.Concat(Enumerable.Range(0, 50).Select(i => $"1970-01-01 00:00:{i:00} INFO a.B: boot {i}\n"));
        string day = string.Concat(Enumerable.Range(0, 3_600).Select(i => $"2026-03-10 11:{i / 60:00}:{i % 60:00} INFO a.B: tick\n"));

        LogMining mining = Mined(boot + day, LogFilter.None);

        Assert.Equal((3_650, 3_600 - 31), (mining.Records, mining.All.TimedCount));
        Assert.Equal([("boot <num>", 50, 0), ("tick", 3_600, 3_600 - 31)], mining.Patterns.Select(pattern => (pattern.Template, (int)pattern.Count, (int)mining.Histories[pattern.Id].TimedCount)));
    }

    [Fact]
    public void Read_OneClockYearsOff_LeavesTheOthersApart()
    {
        string log = string.Concat(Enumerable.Range(0, 3_600).Select(i => $"{(i == 1_000 ? 1999 : 2026)}-03-10 11:{i / 60:00}:{i % 60:00} INFO a.B: tick\n"));

        LogMining mining = Mined(log, LogFilter.None);

        Assert.Equal((3_600, 3_599, 3_599), (mining.Records, mining.All.TimedCount, (mining.All.LastNs - mining.All.FirstNs) / 1_000_000_000));
    }

    private static LogMining Mined(string log, LogFilter filter, bool isPacked = false)
    {
        LogMining mining = new(filter);
        Read(mining, log, isPacked);
        return mining;
    }

    private static void Read(LogMining mining, string log, bool isPacked)
    {
        MemoryStream stream = new(Encoding.UTF8.GetBytes(log));
        if (isPacked)
        {
            MemoryStream packed = new();
            using (GZipStream packer = new(packed, CompressionLevel.Fastest, leaveOpen: true))
            {
                stream.CopyTo(packer);
            }

            packed.Position = 0;
            stream = packed;
        }

        Assert.True(LogTextReader.TryOpen(stream, out LogTextReader? reader, out _));
        using (reader)
        {
            mining.Read(reader, Assumption, _ => { });
        }
    }
}
