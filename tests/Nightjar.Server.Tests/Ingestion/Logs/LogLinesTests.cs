using System.Text;
using Nightjar.Core.Telemetry;
using Nightjar.Server.Ingestion.Logs;
using Nightjar.Storage.Telemetry.Logs;

namespace Nightjar.Server.Tests.Ingestion.Logs;

public sealed class LogLinesTests : IDisposable
{
    private static readonly long Now = new DateTimeOffset(2026, 3, 5, 12, 0, 0, TimeSpan.Zero).ToUnixNs();

    private readonly LogStreams _streams = new(100, 100);
    private readonly LogBatch _batch = new();

    public void Dispose() => _batch.Dispose();

    [Fact]
    public void Add_Syslog_PutsTheLineToTheStreamOfItsHostAndProgram()
    {
        LogLines lines = Lines();
        lines.Add("<38>Mar  5 11:59:58 web-1 sshd[812]: Accepted password for root from 10.0.0.7 port 52113 ssh2"u8, Now, default, _batch);

        LogRow row = _batch.Rows[0];
        Assert.Equal("process/web-1/sshd", row.Stream.Entity.Value);
        Assert.Equal("sshd", row.Stream.Service.Name);
        Assert.Equal(Now - (2 * Clock.NsPerSecond), row.TimeNs);
        Assert.Equal("Accepted password for root from 10.0.0.7 port 52113 ssh2", Encoding.UTF8.GetString(_batch.Message(0)));
        Assert.Equal("<38>Mar  5 11:59:58 web-1 sshd[812]: ", Encoding.UTF8.GetString(_batch.Head(0)));
        Assert.Equal("{\"pid\":\"812\"}", Encoding.UTF8.GetString(_batch.Attributes(0)));
    }

    [Fact]
    public void Add_Json_KeepsEveryField()
    {
        Lines().Add("{\"time\":\"2026-03-05T11:00:00Z\",\"level\":\"error\",\"msg\":\"no room\",\"user\":\"a\\\"b\",\"n\":12,\"event\":\"second message\"}"u8, Now, default, _batch);

        Assert.Equal("no room", Encoding.UTF8.GetString(_batch.Message(0)));
        Assert.Equal("", Encoding.UTF8.GetString(_batch.Head(0)));
        Assert.Equal("{\"user\":\"a\\\"b\",\"n\":\"12\",\"event\":\"second message\"}", Encoding.UTF8.GetString(_batch.Attributes(0)));
        Assert.Equal(17, _batch.Rows[0].Severity);
    }

    [Fact]
    public void Add_WhatTheProtocolSays_Wins()
    {
        Lines().Add("2026-03-05 11:00:00 INFO started"u8, Now, new LogFacts { TimeNs = Now - 5, Severity = 21, TraceId = 7, SpanId = 8, Attributes = "{\"a\":\"b\"}"u8 }, _batch);

        LogRow row = _batch.Rows[0];
        Assert.Equal((Now - 5, (byte)21, (UInt128)7, 8UL), (row.TimeNs, row.Severity, row.TraceId, row.SpanId));
        Assert.Equal("{\"a\":\"b\"}", Encoding.UTF8.GetString(_batch.Attributes(0)));
    }

    [Fact]
    public void Join_StackTrace_IsOneRecord()
    {
        LogLines lines = Lines();
        foreach (string line in (string[])["2026-03-05 11:00:00 ERROR it broke", "java.lang.IllegalStateException: no", "\tat a.B.c(B.java:1)", "2026-03-05 11:00:01 INFO next"])
        {
            lines.Join(Encoding.UTF8.GetBytes(line), Now, _batch);
        }

        lines.Flush(long.MaxValue, Now, _batch);

        Assert.Equal(2, _batch.Count);
        Assert.EndsWith("\tat a.B.c(B.java:1)", Encoding.UTF8.GetString(_batch.Message(0)), StringComparison.Ordinal);
        Assert.Equal("next", Encoding.UTF8.GetString(_batch.Message(1)));
    }

    [Fact]
    public void Learn_LinesAtHand_TheFirstIsUnderstoodAsWellAsTheLast()
    {
        string[] all = [.. Enumerable.Range(10, 40).Select(i => $"2026-03-05T11:00:{i}Z {(i % 3 == 0 ? "WARN" : "INFO")} shop: {(i % 2 == 0 ? "order" : "cart")} {i} was paid")];
        LogLines lines = Lines();
        lines.Learn(Encoding.UTF8.GetBytes(string.Join('\n', all) + "\n"));
        foreach (string line in all)
        {
            lines.Join(Encoding.UTF8.GetBytes(line), Now, _batch);
        }

        lines.Flush(long.MaxValue, Now, _batch);

        Assert.Equal(all.Select(line => line[(line.IndexOf("shop: ", StringComparison.Ordinal) + 6)..]), Enumerable.Range(0, _batch.Count).Select(i => Encoding.UTF8.GetString(_batch.Message(i))));
    }

    [Fact]
    public void Add_LabelsThatNameHostAndProgram_KeepTheirStream()
    {
        Labels labels = Labels.Create(new Label("host_name", "db-1"), new Label("service_name", "orders"));
        new LogLines(_streams, labels, "orders", "test").Add("<38>Mar  5 11:59:58 web-1 sshd[812]: Accepted"u8, Now, default, _batch);

        Assert.Equal(labels, _batch.Rows[0].Stream.Labels);
    }

    [Fact]
    public void Add_BrokenUtf8AndNul_AreKept()
    {
        Lines().Add([(byte)'a', 0xff, 0, (byte)'b'], Now, default, _batch);

        Assert.Equal("a\uFFFD\0b", Encoding.UTF8.GetString(_batch.Message(0)));
    }

    private LogLines Lines() => new(_streams, Labels.Create(new Label("filename", "/var/log/syslog")), "/var/log/syslog", "test");
}
