using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Nightjar.Core.Telemetry;
using Nightjar.Core.Telemetry.Logs;
using Nightjar.Storage.Telemetry.Logs;

namespace Nightjar.EndToEnd.Tests.Logs;

/// <summary>Real senders: <c>logger</c> by UDP, and rsyslog, which takes from <c>logger</c> and forwards by TCP in both framings and by TLS.</summary>
public sealed class SyslogTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("nightjar-syslog-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task Syslog_FromLoggerAndRsyslog_IsStoredWithHostProgramAndLevel()
    {
        string rsyslogd = ChildProcess.Need("/usr/sbin/rsyslogd");
        string logger = ChildProcess.Need("/usr/bin/logger");
        WriteCertificate();
        int[] ports = Loopback.FreePorts(3);
        Dictionary<string, string?> settings = new()
        {
            ["ingestion:logs:syslog:certificate"] = Path.Combine(_directory, "certificate.pem"),
            ["ingestion:logs:syslog:key"] = Path.Combine(_directory, "key.pem"),
        };
        await using RunningServer server = await RunningServer.StartAsync(settings, change: options => options with
        {
            SyslogUdp = new IPEndPoint(IPAddress.Loopback, ports[0]),
            SyslogTcp = new IPEndPoint(IPAddress.Loopback, ports[1]),
            SyslogTls = new IPEndPoint(IPAddress.Loopback, ports[2]),
        });
        string configuration = Path.Combine(_directory, "rsyslog.conf");
        string socket = Path.Combine(_directory, "log");
        await File.WriteAllTextAsync(configuration, Configuration(socket, ports[1], ports[2]), TestContext.Current.CancellationToken);
        using ChildProcess forwarder = ChildProcess.Start(rsyslogd, ["-n", "-f", configuration, "-i", Path.Combine(_directory, "pid")]);
        await RunningServer.UntilAsync(() => Task.FromResult(File.Exists(socket)), $"rsyslogd listens; it printed:\n{forwarder.Output}");
        await LogAsync(logger, ["-n", "127.0.0.1", "-P", Text(ports[0]), "-d", "--rfc5424", "-t", "shop", "-p", "user.err", "by udp 1"]);
        await LogAsync(logger, ["-u", socket, "-t", "shop", "-p", "user.err", "forwarded 2"]);

        LogEntry[] stored = [];
        await RunningServer.UntilAsync(
            () =>
            {
                stored = [.. server.Service<LogStore>().Search(new LogQuery(new TimeRange(0, long.MaxValue), LogSearch.All), 100, TestContext.Current.CancellationToken).Entries.Where(entry => entry.Message is "by udp 1" or "forwarded 2")];
                return Task.FromResult(stored.Length == 4);
            },
            $"four lines are stored; rsyslogd printed:\n{forwarder.Output}");

        Assert.Single(stored, entry => entry.Message == "by udp 1");
        Assert.All(stored, entry => Assert.Equal("shop", entry.Stream.Labels["process_executable_name"]));
        Assert.All(stored, entry => Assert.NotNull(entry.Stream.Labels["host_name"]));
        Assert.All(stored, entry => Assert.Equal(17, entry.Severity));
        await forwarder.StopAsync();
    }

    private static string Text(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static async Task LogAsync(string logger, string[] arguments)
    {
        using System.Diagnostics.Process run = System.Diagnostics.Process.Start(logger, arguments);
        await run.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, run.ExitCode);
    }

    private void WriteCertificate()
    {
        using RSA key = RSA.Create(2_048);
        CertificateRequest request = new("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        using X509Certificate2 certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        File.WriteAllText(Path.Combine(_directory, "certificate.pem"), certificate.ExportCertificatePem());
        File.WriteAllText(Path.Combine(_directory, "key.pem"), key.ExportPkcs8PrivateKeyPem());
    }

    private string Configuration(string socket, int tcp, int tls) => $"""
        global(workDirectory="{_directory}" defaultNetstreamDriverCAFile="{_directory}/certificate.pem")
        module(load="imuxsock" SysSock.Use="off")
        input(type="imuxsock" Socket="{socket}" UseSysTimeStamp="off")
        action(type="omfwd" target="127.0.0.1" port="{tcp}" protocol="tcp" TCP_Framing="octet-counted" template="RSYSLOG_SyslogProtocol23Format")
        action(type="omfwd" target="127.0.0.1" port="{tcp}" protocol="tcp" template="RSYSLOG_TraditionalForwardFormat")
        action(type="omfwd" target="127.0.0.1" port="{tls}" protocol="tcp" StreamDriver="gtls" StreamDriverMode="1" StreamDriverAuthMode="anon" template="RSYSLOG_SyslogProtocol23Format")
        """;
}
