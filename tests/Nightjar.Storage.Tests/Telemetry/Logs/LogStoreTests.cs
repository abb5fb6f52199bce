using System.Globalization;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using Nightjar.Core.Telemetry;
using Nightjar.Core.Telemetry.Logs;
using Nightjar.Storage.Telemetry.Logs;

namespace Nightjar.Storage.Tests.Telemetry.Logs;

public sealed class LogStoreTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 3, 5, 12, 0, 0, TimeSpan.Zero);
    private static readonly long StartNs = Start.ToUnixNs();
    private static readonly TimeRange Ever = new(0, long.MaxValue);

    private readonly ScratchDirectory _directory = new();
    private readonly FakeTimeProvider _time = new(Start);
    private LogStore _store;

    public LogStoreTests() => _store = Open();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _store.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public void Search_Everything_GivesNewestFirstWithAllColumns()
    {
        Append("web", (0, 9, "started", "[main] ", "{\"pid\":\"12\"}"), (1, 17, "broke\n\tat x", "", ""));

        LogPage page = Search("");

        Assert.Equal(["broke\n\tat x", "started"], page.Entries.Select(entry => entry.Message));
        LogEntry first = page.Entries[1];
        Assert.Equal(("[main] ", "{\"pid\":\"12\"}", (byte)9, StartNs, "web"), (first.Head, first.Attributes, first.Severity, first.TimeNs, first.Stream.Service.Name));
        Assert.Equal(((UInt128)5 << 64) + 6, first.TraceId);
        Assert.Equal(7UL, first.SpanId);
        Assert.Null(page.Next);
    }

    [Theory]
    [InlineData("REFUSED", "2 0")]
    [InlineData("refused -10.0.0.1", "2")]
    [InlineData("\"connection refused\"", "0")]
    [InlineData("/^connection .*1$/", "0")]
    [InlineData("level:error", "2 0")]
    [InlineData("level>=warn", "3 2 0")]
    [InlineData("-level:error", "3 1")]
    [InlineData("service:web", "2 1 0")]
    [InlineData("-service:web", "3")]
    [InlineData("host:h1", "3 2 1 0")]
    [InlineData("user:bob", "1")]
    [InlineData("-user:bob", "3 2 0")]
    [InlineData("trace:00000000000000050000000000000006", "3 2 1 0")]
    [InlineData("trace:1", "")]
    [InlineData("o'hara", "3")]
    [InlineData("/usr/bin/web", "2")]
    [InlineData("-/usr/bin/web", "3 1 0")]
    [InlineData("/bin\\/web$/", "2")]
    [InlineData("%", "")]
    [InlineData("entity:process/h1/db", "3")]
    public void Search_Expression_GivesTheLinesThatFulfilIt(string text, string expected)
    {
        Append("web", (0, 17, "connection refused by 10.0.0.1", "", ""), (1, 9, "hello usr bin/webs", "", "{\"user\":\"bob\"}"), (2, 18, "was refused by 10.0.0.2 of /usr/bin/web", "", "{broken"));
        Append("db", (3, 13, "O'Hara slow", "", ""));

        Assert.Equal(expected, Numbers(Search(text)));
        Flush();
        Assert.Equal(expected, Numbers(Search(text)));
    }

    [Fact]
    public void Search_InPages_GivesEachLineOnce()
    {
        for (int part = 0; part < 4; part++)
        {
            Append("web", [.. Enumerable.Range(0, 50).Select(i => (i / 7, (byte)9, $"{part}/{i}", "", ""))]);
            Flush();
        }

        Append("web", [.. Enumerable.Range(0, 50).Select(i => (i / 7, (byte)9, $"4/{i}", "", ""))]);
        List<LogEntry> all = [.. Search("", 1_000).Entries];
        List<LogEntry> paged = [];
        LogPage page = Search("", 9);
        while (true)
        {
            paged.AddRange(page.Entries);
            if (page.Next is null)
            {
                break;
            }

            page = _store.Search(new LogQuery(Ever, LogSearch.All) { After = page.Next }, 9, Cancellation);
        }

        Assert.Equal(250, all.Select(entry => entry.Message).Distinct().Count());
        Assert.Equal(all.Select(entry => entry.Message), paged.Select(entry => entry.Message));
        Assert.Equal(all.OrderByDescending(entry => entry.TimeNs).Select(entry => entry.TimeNs), all.Select(entry => entry.TimeNs));
    }

    [Fact]
    public void Count_BySignatureAndTime_AddUpToTheLines()
    {
        Append("web", [.. Enumerable.Range(0, 100).Select(i => (i, (byte)(i % 25), $"line {i}", "", ""))], i => i % 7);
        Flush();
        Append("db", [.. Enumerable.Range(0, 50).Select(i => (i, (byte)9, $"line {i}", "", ""))], i => i % 3);
        LogQuery all = new(Ever, LogSearch.All);

        IReadOnlyList<SignatureCount> signatures = _store.CountBySignature(all, Cancellation);
        IReadOnlyList<LogCount> times = _store.CountByTime(all, 10 * Clock.NsPerSecond, Cancellation);

        Assert.Equal(150, signatures.Sum(count => count.Count));
        Assert.Equal(150, times.Sum(count => count.Count));
        Assert.Equal(10, signatures.Count);
        Assert.All(times, count => Assert.Contains(count.Severity, new byte[] { 0, 1, 5, 9, 13, 17, 21 }));
        Assert.Equal(_store.CountBySignature(all with { Signatures = [(1, 3)] }, Cancellation).Single().Count, Search("", 1_000, [(1, 3)]).Entries.Count);
    }

    [Fact]
    public void Open_Again_HasAllLinesAndStreams()
    {
        Append("web", (0, 9, "a", "", ""));
        Flush();
        Append("db", (1, 9, "b", "", ""));
        _store.Dispose();
        _store = Open();
        Append("web", (2, 9, "c", "", ""));

        Assert.Equal(["c", "b", "a"], Search("").Entries.Select(entry => entry.Message));
        Assert.Equal(2, _store.Streams.All.Count);
        Assert.Equal(1, Search("a").Entries[0].Stream.Id);
        Assert.Equal(1, Search("c").Entries[0].Stream.Id);
    }

    [Fact]
    public void Maintain_ManySmallParts_AreMergedWithoutLossAndOldOnesDeleted()
    {
        for (int part = 0; part < 9; part++)
        {
            Append("web", (part, 9, $"line {part}", "", ""));
            Flush();
        }

        _store.Maintain(Cancellation);
        Assert.InRange(_store.Status().Parts, 1, 2);
        Assert.Equal(9, Search("").Entries.Count);

        _time.Advance(TimeSpan.FromDays(31));
        for (int i = 0; i < 4; i++)
        {
            _store.Maintain(Cancellation);
        }

        Assert.Empty(Search("").Entries);
        Assert.Equal(0, _store.Status().Parts);
    }

    [Fact]
    public void Open_AfterACrashBetweenPartAndDrop_HasEachLineOnce()
    {
        Append("web", (0, 9, "a", "", ""), (1, 9, "b", "", ""));
        _store.Dispose();
        string hot = Path.Combine(_directory.Path, "logs", "hot.duckdb");
        string before = hot + ".before";
        File.Copy(hot, before);
        _store = Open();
        Flush();
        _store.Dispose();
        File.Move(before, hot, overwrite: true);
        _store = Open();

        Assert.Equal(["b", "a"], Search("").Entries.Select(entry => entry.Message));
    }

    [Fact]
    public void SignaturesAbove_AnId_GivesTheHigherOnesWithAMessage()
    {
        Append("web", [(0, 9, "a 1", "", ""), (1, 9, "b 1", "", ""), (2, 9, "b 2", "", "")], i => i == 0 ? 4 : 5);

        UnknownSignature unknown = _store.SignaturesAbove(1, 4, Cancellation).Single();

        Assert.Equal(5, unknown.Signature);
        Assert.StartsWith("b ", unknown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_DamagedPart_IsNamed()
    {
        Append("web", [.. Enumerable.Range(0, 5_000).Select(i => (i, (byte)9, $"line {i * 7919} of many", "", ""))]);
        Flush();
        Append("web", (1, 9, "b", "", ""));
        Assert.Empty(_store.Check(Cancellation));
        _store.Dispose();
        string part = Directory.GetFiles(Path.Combine(_directory.Path, "logs", "parts")).Single();
        byte[] bytes = File.ReadAllBytes(part);
        bytes.AsSpan(bytes.Length / 2, 500).Fill(0x55); // among the messages, which are most of it
        File.WriteAllBytes(part, bytes);
        _store = Open();

        Assert.Contains(part, _store.Check(Cancellation).Select(finding => finding.Where));
    }

    [Fact]
    public void Append_NulAndBrokenUtf8_AreKept()
    {
        Append("web", (0, 9, "a\0b\uFFFD", "", ""));

        Assert.Equal("a\0b\uFFFD", Search("").Entries[0].Message);
    }

    private LogStore Open() => LogStore.Open(_directory.Path, new LogStoreOptions { MemoryBytes = 128_000_000, FlushAge = TimeSpan.FromSeconds(1) }, _time);

    private void Flush()
    {
        _time.Advance(TimeSpan.FromSeconds(2));
        _store.Maintain(Cancellation);
        Assert.Equal(0, _store.Status().HotLines);
    }

    private void Append(string service, params (int Second, byte Severity, string Message, string Head, string Attributes)[] lines) => Append(service, lines, _ => 1);

    private void Append(string service, (int Second, byte Severity, string Message, string Head, string Attributes)[] lines, Func<int, int> signature)
    {
        using LogBatch batch = new();
        LogStream stream = _store.Streams.GetOrAdd(
            Labels.Create(new Label("host_name", "h1"), new Label("process_executable_name", service)), service, "test");
        for (int i = 0; i < lines.Length; i++)
        {
            LogRow row = new(stream, StartNs + (lines[i].Second * Clock.NsPerSecond), lines[i].Severity, ((UInt128)5 << 64) + 6, 7);
            batch.Add(row, Encoding.UTF8.GetBytes(lines[i].Message), default, Encoding.UTF8.GetBytes(lines[i].Head), Encoding.UTF8.GetBytes(lines[i].Attributes));
            batch.SetSignature(i, signature(i));
        }

        _store.Append([batch]);
    }

    private LogPage Search(string text, int limit = 100, IReadOnlyCollection<(int Service, int Signature)>? signatures = null)
    {
        Assert.True(LogSearch.TryParse(text, out LogSearch search, out string? problem), problem);
        return _store.Search(new LogQuery(Ever, search) { Signatures = signatures }, limit, Cancellation);
    }

    private static string Numbers(LogPage page) =>
        string.Join(' ', page.Entries.Select(entry => ((entry.TimeNs - StartNs) / Clock.NsPerSecond).ToString(CultureInfo.InvariantCulture)));
}
