using System.Globalization;
using System.Text;
using Nightjar.Core.Telemetry;
using Nightjar.Core.Telemetry.Logs;

namespace Nightjar.Core.Tests.Telemetry.Logs;

public sealed class LogLineParserTests
{
    private static readonly LogTimeAssumption Assumption = new(DateTimeOffset.Parse("2024-03-10T12:00:00Z", CultureInfo.InvariantCulture).ToUnixNs(), TimeSpan.Zero);

    /// <summary>Level, host, process, process id, thread, logger and message of the last line of a source.</summary>
    public static TheoryData<string, string> Layouts => new()
    {
        // Columns of numbers, a letter, a padded name.
        { "03-09 16:13:38.811  1702  2395 D Windows: moved 3\n03-09 16:13:38.812   227  8671 I Radio: on\n03-09 16:13:39.100  2227  2227 W art     : slow sweep", "W|||2227|2227|art>slow sweep" },

        // A level behind a comma, columns as wide as their longest name.
        { "2024-02-28 04:30:30, Info                  SVC    Loaded stack v6.1\n2024-02-28 04:30:31, Info                  DISK   Ending x\n2024-02-28 04:30:31, Error                 SVC    SQM: Failed", "Error|||||SVC>SQM: Failed" },

        // A stamp far behind the beginning.
        { "134 node-2 unix.hw state.down 1077804742 1 Component down\n35 node-1 unix.hw net.up 1084680778 1 NIFF: node\n38 gige7 gige temperature 1084213601 1 ambient=38", "|gige7||1||temperature>ambient=38" },

        // Three stamps, a label that is mostly absent, a host twice.
        { "- 1707566461 2024.02.10 dn8 Feb 10 12:01:01 dn8/dn8 crond(pam)[291]: session\nBAD 1707566462 2024.02.10 an6 Feb 10 12:01:02 an6/an6 kernel: imk 3.2\n- 1707566463 2024.02.10 dn1 Feb 10 12:01:03 dn1/dn1 sshd[338]: Accepted", "|dn1|sshd|338||dn1/dn1>Accepted" },

        // Label, node and three words in front of the level.
        { "- 1707566461 2024.02.10 R1-M0 2024-02-10-12.01.01.5 R1-M0 RAS KERNEL INFO 63 errors\n- 1707566462 2024.02.10 R1-M1 2024-02-10-12.01.02.5 R1-M1 RAS APP FATAL ciod: LOGIN\n- 1707566463 2024.02.10 R1-M2 2024-02-10-12.01.03.5 R1-M2 RAS LINK WARNING gone", "WARNING|R1-M2||||LINK>gone" },

        // Name and message parted by a lone dash, more dashes in the message.
        { "[03.10 01:49:06] web.exe - a.example:50 open\n[03.10 01:49:07] other.exe *64 - b.example:50 close, 0 bytes\n[03.10 01:49:08] web.exe - c.example:50 error : none - closed", "|||||web.exe>c.example:50 error : none - closed" },
        { "20240223-22:15:29:606|Step_A|300|on 3579\n20240223-22:15:29:615|Step_B|300|off: 14 0\n20240224-0:0:0:1|Step_Report|300|REPORT : 7007", "|||300||Step_Report>REPORT : 7007" },
        { "Mar  1 09:00:55 mac-1 kernel[0]: Thunder - packet\nMar  1 09:01:06 mac-1 launchd[1] (web.37963): Path not\nMar  1 09:02:26 mac-1 Word Pad[14463]: First", "|mac-1|Word Pad|14463||>First" },
        { "Mar  1 09:00:55 mac-1 sshd[12]: a b\nMar  1 09:01:06 mac-1 kernel: c\nMar  1 09:02:26 mac-1 last message repeated 2 times", "|mac-1||||>last message repeated 2 times" },
        { "2024-03-01T10:00:00.1+01:00 web-1 sshd[812]: Accepted\n2024-03-01T10:00:01.1+01:00 web-1 kernel: [12345.678901] eth0: link up", "|web-1|kernel|||>eth0: link up" },
        { "24/02/09 20:10:40 INFO executor.Backend: Registered\n24/02/09 20:10:41 WARN slf.Logger: Slow", "WARN|||||slf.Logger>Slow" },
        { "240209 203615 148 INFO dfs.Node$Responder: block 1\n240209 203616 22 WARN dfs.Set: block 2", "WARN|||22||dfs.Set>block 2" },
        { "2024-03-01 12:00:00.123  INFO 1234 --- [           main] com.shop.Cart        : Started in 3 s", "INFO|||1234|main|com.shop.Cart>Started in 3 s" },
        { "2024-03-01 12:00:00,123 [pool 1 thread 2] ERROR com.shop.Db - refused", "ERROR||||pool 1 thread 2|com.shop.Db>refused" },
        { "2024-03-01 12:00:00,123 - WARN  [SendWorker:18:Manager$Worker@679] - Interrupted", "WARN||||SendWorker:18:Manager$Worker@679|>Interrupted" },
        { "2024-03-01 12:00:00,123 - app.db - WARNING - slow", "WARNING|||||app.db>slow" },
        { "WARNING:app.db:slow", "WARNING|||||app.db>slow" },
        { "2024-03-01T00:00:01.000Z\tERROR\tsetup\tunable to start", "ERROR|||||setup>unable to start" },
        { "I0301 15:04:05.123456    1234 controller.go:116] Starting", "|||1234||controller.go>Starting" },
        { "[2024-03-01T12:00:00Z INFO  my_crate::db] connected", "INFO|||||my_crate::db>connected" },
        { "2024/03/01 12:00:00 [error] 1234#5678: *9 open() failed", "error|||1234|5678|>*9 open() failed" },
        { "[Fri Mar 01 14:32:52.1 2024] [core:error] [pid 35:tid 43] AH00489 x", "error|||35|43|core>AH00489 x" },
        { "2024-03-01 12:00:00.123 UTC [1234] ERROR:  relation x", "ERROR|||1234||>relation x" },
        { "[12:00:00 INF] Now listening", "INF|||||>Now listening" },
        { "D/dalvikvm(  700): GC freed", "D|||700||dalvikvm>GC freed" },
        { "web_1  | 2024-03-01 12:00:00 INFO hello", "INFO|web_1||||>hello" },
        { "\u001b[32minfo\u001b[0m: Shop.Cart[0]\n", "info|||||Shop.Cart>info: Shop.Cart[0]" },
        { "127.0.0.1 - ann [01/Mar/2024:13:55:36 -0700] \"GET /a HTTP/1.0\" 200 23 \"http://x/\" \"Mozilla/4.08\"", "|||||>\"GET /a HTTP/1.0\" 200 23" },
        { "<34>1 2024-03-01T22:14:15.003Z h1 su 77 ID47 [ex@1 iut=\"3\" e=\"a\\]b\"] 'su root' failed", "|h1|su|77||>'su root' failed" },
        { "<13>Mar  1 17:32:18 10.0.0.99 app[12]: Use the BFG!", "|10.0.0.99|app|12||>Use the BFG!" },
        { "2024-03-01T00:17:10.669794202Z stderr F E0301 15:04:05.123456    1234 a.go:116] Failed", "|||1234||a.go>Failed" },
        { "{\"log\":\"2024-03-01 12:00:00 INFO [main] c.X: say \\\"w\\\"\\n\",\"stream\":\"stdout\",\"time\":\"2024-03-01T12:00:00.1Z\"}", "INFO||||main|c.X>say \"w\"" },
        { "{\"level\":50,\"time\":1709251200123,\"pid\":12,\"hostname\":\"h1\",\"name\":\"app\",\"msg\":\"boom\\u00e9\"}", "50|h1||12||app>boomé" },
        { "{\"t\":{\"$date\":\"2024-03-01T00:00:00.123+00:00\"},\"s\":\"I\",\"c\":\"NET\",\"ctx\":\"listener\",\"msg\":\"Accepted\"}", "I||||listener|NET>Accepted" },
        { "time=\"2024-03-01T00:00:00Z\" level=info msg=\"a \\\"c\\\"\" x=1", "info|||||>a \"c\"" },
        { "Mar  1 09:00:55 h1 web[12]: level=error msg=refused port=5", "error|h1|web|12||>refused" },
        { "a plain line", "|||||>a plain line" },
        { "[x] y = {\"a\": 1}", "|||||>[x] y = {\"a\": 1}" },
    };

    [Theory]
    [MemberData(nameof(Layouts))]
    public void Parse_LearntLayout_HasEveryField(string lines, string expected)
    {
        LogLineParser parser = Learnt(lines, out byte[] last);

        LogLine line = parser.Parse(last);

        string fields = $"{Text(line.Level)}|{Text(line.Host)}|{Text(line.Process)}|{Text(line.ProcessId)}|{Text(line.Thread)}|{Text(line.Logger)}>{Text(line.Body)}";
        Assert.Equal(expected, fields);
        if (line.HasHeader && !lines.StartsWith("WARNING", StringComparison.Ordinal) && !lines.StartsWith("D/", StringComparison.Ordinal) && !lines.Contains("Shop.Cart[0]", StringComparison.Ordinal))
        {
            Assert.InRange(Clock.ToTime(line.TimeNs!.Value).Year, 2004, 2024);
        }
    }

    [Fact]
    public void Parse_LevelThatNobodyKnows_IsKeptWhereALevelStands()
    {
        LogLineParser parser = Learnt("2024-03-01 12:00:00 LINK INFO up 1\n2024-03-01 12:00:01 NET ERROR down 2", out _);

        LogLine line = parser.Parse("2024-03-01 12:00:01 NET ODDITY gone 2"u8);

        Assert.Equal(("ODDITY", 0, "gone 2"), (Text(line.Level), line.Severity, Text(line.Body)));
    }

    [Fact]
    public void Parse_FirstLineOfASourceNothingIsKnownOf_HasItsHeader()
    {
        LogLine line = new LogLineParser(Assumption).Parse("2024-03-01 12:00:00 WARN disk is slow"u8);

        Assert.Equal((LogSeverity.Warn, "disk is slow"), (line.Severity, Text(line.Body)));
    }

    [Fact]
    public void Parse_TwoWritersInOneFile_KnowsBothLayouts()
    {
        string[] lines = [.. Enumerable.Range(0, 100).Select(i => i % 3 == 0 ? $"{{\"level\":\"warn\",\"msg\":\"json {i}\"}}" : i % 3 == 1 ? $"2024-03-01 12:00:{i % 60:00} INFO a.B: text {i}" : $"[ERROR] other {i}")];
        LogLineParser parser = new(Assumption);

        string[] bodies = [.. lines.Select(text => Text(parser.Parse(Encoding.UTF8.GetBytes(text)).Body))];

        Assert.Equal("json 90,text 91,other 92,json 93,text 94,other 95,json 96,text 97,other 98,json 99", string.Join(',', bodies[90..]));
    }

    [Fact]
    public void Parse_LayoutChangesLater_LearnsTheNewOne()
    {
        LogLineParser parser = new(Assumption);
        for (int i = 0; i < 500; i++)
        {
            _ = parser.Parse(Encoding.UTF8.GetBytes($"2024-03-01 12:00:00 INFO a.B: text {i}"));
        }

        string body = "";
        for (int i = 0; i < 200; i++)
        {
            body = Text(parser.Parse(Encoding.UTF8.GetBytes($"[ERROR] {i} other thing")).Body);
        }

        Assert.Equal("199 other thing", body);
    }

    [Fact]
    public void Parse_Json_OtherFieldsAreAttributes()
    {
        LogLine line = new LogLineParser(Assumption).Parse("{\"ts\":1709251200.5,\"msg\":\"m\",\"user\":\"a\\\"b\",\"n\":12,\"o\":{\"x\":[1,\"}\"]},\"ok\":true}"u8);

        List<string> pairs = [];
        foreach (LogKeyValue pair in line.Attributes)
        {
            pairs.Add($"{Text(pair.Key)}={Text(pair.Value)}");
        }

        Assert.Equal("user=a\\\"b n=12 o={\"x\":[1,\"}\"]} ok=true", string.Join(' ', pairs));
    }

    [Fact]
    public void Parse_BrokenJson_IsAPlainLine()
    {
        LogLine line = new LogLineParser(Assumption).Parse("{\"level\":\"error\",\"msg\":\"cut of"u8);

        Assert.Equal(("{\"level\":\"error\",\"msg\":\"cut of", false), (Text(line.Body), line.HasHeader));
    }

    [Fact]
    public void Parse_MessageBelowItsHeader_IsTheBody()
    {
        LogLineParser parser = Learnt("info: Shop.Cart[3]\ninfo: Shop.Web[0]", out _);

        LogLine line = parser.Parse("fail: Shop.Cart[3]\n      It broke.\n      at Shop.Cart.Add()"u8);

        Assert.Equal((LogSeverity.Error, "Shop.Cart", "It broke.", "      at Shop.Cart.Add()"), (line.Severity, Text(line.Logger), Text(line.Body), Text(line.Continuation)));
    }

    [Fact]
    public void Parse_WarmLines_AllocatesNothing()
    {
        byte[][] lines =
        [
            "2024-03-01 12:00:00,123 [main] INFO  com.shop.App - Starting 17 parts of 20"u8.ToArray(),
            "{\"time\":\"2024-03-01T12:00:00Z\",\"level\":\"warn\",\"msg\":\"disk \\\"sda\\\" slow\",\"ms\":123}"u8.ToArray(),
            "level=info ts=2024-03-01T12:00:00Z msg=\"x y\" a=1"u8.ToArray(),
        ];
        LogLineParser parser = new(Assumption);
        ParseAll(parser, lines, 200);

        long before = GC.GetAllocatedBytesForCurrentThread();
        ParseAll(parser, lines, 100);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void ParseAll(LogLineParser parser, byte[][] lines, int times)
    {
        for (int i = 0; i < times; i++)
        {
            foreach (byte[] line in lines)
            {
                _ = parser.Parse(line);
            }
        }
    }

    private static LogLineParser Learnt(string lines, out byte[] last)
    {
        byte[][] all = [.. lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Encoding.UTF8.GetBytes)];
        LogLineParser parser = new(Assumption);
        for (int i = 0; i < 30; i++)
        {
            foreach (byte[] line in all)
            {
                parser.Learn(line);
            }
        }

        last = all[^1];
        return parser;
    }

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes);
}
