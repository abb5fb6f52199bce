using System.Text;
using BenchmarkDotNet.Attributes;
using Nightjar.Core.Telemetry.Logs;

namespace Nightjar.Benchmarks.Micro;

/// <summary>Parsing the header of a line by a parser that knows the source.</summary>
[MemoryDiagnoser]
public class LogLineBenchmarks
{
    private const int Lines = 1_000;

    private static readonly string[] Forms =
    [
        "2026-03-01 12:00:00,123 [main] INFO  com.shop.App - request 17 of 20 done",
        "Mar  1 09:00:55 web-1 sshd[812]: Accepted publickey for deploy from 10.0.0.1 port 2233 ssh2",
        "{\"time\":\"2026-03-01T12:00:00Z\",\"level\":\"warn\",\"msg\":\"disk sda is slow\",\"ms\":123,\"service\":\"db\"}",
        "time=2026-03-01T12:00:00Z level=info msg=\"request done\" status=200 ms=17",
        "2026-03-01T12:00:00.669794202Z stderr F E0301 15:04:05.123456    1234 controller.go:116] Failed to list",
        "10.0.0.1 - - [01/Mar/2026:13:55:36 +0000] \"GET /a/b HTTP/1.1\" 200 2326 \"http://x/\" \"Mozilla/5.0\"",
    ];

    private LogLineParser _parser = new(new LogTimeAssumption(0, TimeSpan.Zero));
    private byte[] _line = [];

    [ParamsSource(nameof(Names))]
    public string Form { get; set; } = "";

    public static IEnumerable<string> Names => ["log4j", "syslog", "json", "logfmt", "containerd", "access"];

    [GlobalSetup]
    public void Setup()
    {
        _line = Encoding.UTF8.GetBytes(Forms[Names.ToList().IndexOf(Form)]);
        _parser = new LogLineParser(new LogTimeAssumption(1_773_144_000_000_000_000, TimeSpan.Zero));
        for (int i = 0; i < Lines; i++)
        {
            _ = _parser.Parse(_line);
        }
    }

    [Benchmark(OperationsPerInvoke = Lines)]
    public long Warm()
    {
        long sum = 0;
        for (int i = 0; i < Lines; i++)
        {
            sum += _parser.Parse(_line).Body.Length;
        }

        return sum;
    }
}
