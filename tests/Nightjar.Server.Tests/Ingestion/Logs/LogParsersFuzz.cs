using Nightjar.Core.Telemetry.Logs;
using Nightjar.Server.Tests.Fuzzing;

namespace Nightjar.Server.Tests.Ingestion.Logs;

/// <summary>The parser of lines and the joiner, fed with broken logs. NIGHTJAR_FUZZ_SECONDS makes it longer.</summary>
public sealed class LogParsersFuzz
{
    private static readonly LogTimeAssumption Assumption = new(1_709_251_200_000_000_000, TimeSpan.FromHours(-5));

    private static readonly byte[][] Corpus =
    [
        "2024-03-01 12:00:00,123 [main] INFO  com.shop.App - Starting\njava.lang.X: no\n\tat a.B(C.java:1)\n"u8.ToArray(),
        "Mar  1 09:00:55 h1 sshd[12]: a b\nFeb 29 09:01:06 h1 kernel: [12345.678901] c\n"u8.ToArray(),
        "{\"time\":\"2024-03-01T12:00:00Z\",\"level\":50,\"msg\":\"a\\u00e9\\ud83d\\ude00\\n\\\"b\",\"k\":{\"a\":[1,{}]}}\n"u8.ToArray(),
        "time=\"2024-03-01T00:00:00Z\" level=info msg=\"a \\\"c\\\"\" x=1\n"u8.ToArray(),
        "<34>1 2024-03-01T22:14:15.003Z h1 su 77 ID47 [ex@1 iut=\"3\" e=\"a\\]b\"] 'su root' failed\n<13>Mar  1 17:32:18 h app[12]: x\n"u8.ToArray(),
        "2024-03-01T00:17:10.669794202Z stderr F E0301 15:04:05.123456    1234 a.go:116] Failed\n"u8.ToArray(),
        "{\"log\":\"x \\\"w\\\"\\n\",\"stream\":\"stdout\",\"time\":\"2024-03-01T12:00:00.1Z\"}\n"u8.ToArray(),
        "127.0.0.1 - ann [01/Mar/2024:13:55:36 -0700] \"GET /a HTTP/1.0\" 200 23 \"http://x/\" \"Mozilla\"\n"u8.ToArray(),
        "- 1707566461 2024.02.10 R1-M0 2024-02-10-12.01.01.5 R1-M0 RAS KERNEL INFO 63 errors\n"u8.ToArray(),
        "\u001b[32mfail\u001b[0m: Shop.Cart[0]\n      It broke.\nTraceback (most recent call last):\n  File x\nE: y\n"u8.ToArray(),
        "[03.10 01:49:06] web.exe *64 - a:50 open\n20240223-22:15:29:606|Step_A|300|on 3579\nD/vm(  700): GC\n"u8.ToArray(),
    ];

    [Fact]
    public void Parse_MutatedLogs_NeverThrowsAndLosesNothing() => Assert.True(new Fuzzer(20261124, Corpus).Run(JoinAndParse) > 0);

    [Theory]
    [InlineData('a')]
    [InlineData('{')]
    [InlineData('[')]
    [InlineData('"')]
    [InlineData('\\')]
    [InlineData('1')]
    [InlineData(' ')]
    [InlineData('<')]
    [InlineData('=')]
    [InlineData('\u001b')]
    public void Parse_LineOfAMegabyte_IsKeptWhole(char letter)
    {
        byte[] line = new byte[1 << 20];
        Array.Fill(line, (byte)letter);
        LogLineParser parser = new(Assumption);

        // A second one goes the way of the layouts that the first has taught.
        _ = parser.Parse(line);
        LogLine parsed = parser.Parse(line);

        Assert.InRange(parsed.Body.Length, letter is ' ' or '\u001b' ? 0 : line.Length - 400, line.Length);
    }

    private static void JoinAndParse(byte[] text)
    {
        LogLineParser parser = new(Assumption);
        LogRecordJoiner joiner = new(parser);
        int bytes = 0;
        ReadOnlySpan<byte> rest = text;
        while (!rest.IsEmpty)
        {
            int end = rest.IndexOf((byte)'\n');
            ReadOnlySpan<byte> line = end < 0 ? rest : rest[..end];
            rest = end < 0 ? default : rest[(end + 1)..];
            parser.Learn(line);
            if (joiner.Add(line, 0, out ReadOnlySpan<byte> record))
            {
                bytes += Parse(parser, record);
            }
        }

        if (joiner.TryFlush(0, out ReadOnlySpan<byte> last))
        {
            bytes += Parse(parser, last);
        }

        Assert.Equal(text.Length > 0 && text[^1] == '\n' ? text.Length : text.Length + (text.Length > 0 ? 1 : 0), bytes);
    }

    private static int Parse(LogLineParser parser, ReadOnlySpan<byte> record)
    {
        LogLine line = parser.Parse(record);
        Assert.InRange(line.Severity, 0, 24);
        foreach (LogKeyValue pair in line.Attributes)
        {
            Assert.InRange(pair.Key.Length + pair.Value.Length, 0, record.Length);
        }

        return record.Length + 1;
    }
}
