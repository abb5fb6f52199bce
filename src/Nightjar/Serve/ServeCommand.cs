using System.CommandLine;
using System.CommandLine.Parsing;
using Nightjar.Commands.Text;

namespace Nightjar.Commands.Serve;

/// <summary><c>nightjar serve</c>: reads the command line; <see cref="ServerRun"/> does the work.</summary>
internal static class ServeCommand
{
    private const string Off = "off";

    public static Command Create()
    {
        Option<string> data = DataDirectory.Option();
        Option<string> listen = EndPoint("--listen", "Pages, API and remote write", "127.0.0.1:7600", mayBeOff: false);
        Option<string> otlpGrpc = EndPoint("--otlp-grpc", "OTLP over gRPC, or off", "127.0.0.1:4317", mayBeOff: true);
        Option<string> otlpHttp = EndPoint("--otlp-http", "OTLP over HTTP, or off", "127.0.0.1:4318", mayBeOff: true);
        Option<string> syslogUdp = EndPoint("--syslog-udp", "Syslog over UDP", "127.0.0.1:5514", mayBeOff: true, isOff: true);
        Option<string> syslogTcp = EndPoint("--syslog-tcp", "Syslog over TCP", "127.0.0.1:5514", mayBeOff: true, isOff: true);
        Option<string> syslogTls = EndPoint("--syslog-tls", "Syslog over TLS, with ingestion.logs.syslog.certificate", "127.0.0.1:6514", mayBeOff: true, isOff: true);
        Option<string?> config = new("--config", "-c") { Description = "Configuration file (default: nightjar.yaml in the data directory, where there is one)", HelpName = "FILE" };
        Option<string[]> set = new("--set") { Description = "One setting that wins over the file, as key=value; may be repeated", HelpName = "KEY=VALUE", AllowMultipleArgumentsPerToken = false };
        set.Validators.Add(RefuseWithoutEquals);
        Command command = new("serve", "Watch this machine and what is sent here; show it on a page")
        {
            data, listen, otlpGrpc, otlpHttp, syslogUdp, syslogTcp, syslogTls, config, set,
        };
        command.SetAction((line, cancellation) => ServerRun.RunAsync(
            new ServeSettings
            {
                DataDirectory = DataDirectory.Of(line, data),
                Listen = line.GetRequiredValue(listen),
                OtlpGrpc = OrNull(line.GetRequiredValue(otlpGrpc)),
                OtlpHttp = OrNull(line.GetRequiredValue(otlpHttp)),
                SyslogUdp = OrNull(line.GetRequiredValue(syslogUdp)),
                SyslogTcp = OrNull(line.GetRequiredValue(syslogTcp)),
                SyslogTls = OrNull(line.GetRequiredValue(syslogTls)),
                ConfigurationFile = line.GetValue(config) is { } file ? Path.GetFullPath(file) : null,
                Settings = Settings(line.GetValue(set) ?? []),
            },
            cancellation));
        ExamplesHelp.Add(
            command,
            ("nightjar serve", "this machine, pages on http://127.0.0.1:7600"),
            ("nightjar serve --data /srv/nightjar --listen 127.0.0.1:8080", "another directory, another port"),
            ("nightjar serve --otlp-grpc off --otlp-http off", "no OTLP ports"),
            ("nightjar serve --set storage:retentionAge=90.00:00:00", "one setting without a file"));
        return command;
    }

    private static Option<string> EndPoint(string name, string description, string standard, bool mayBeOff, bool isOff = false)
    {
        Option<string> option = new(name) { Description = description, HelpName = mayBeOff ? "ADDR:PORT|off" : "ADDR:PORT", DefaultValueFactory = _ => isOff ? Off : standard };
        option.Validators.Add(result =>
        {
            string text = result.Tokens.Count == 0 ? (isOff ? Off : standard) : result.Tokens[0].Value;
            if (!(mayBeOff && text == Off) && !EndPointText.TryParse(text, out _))
            {
                string orOff = mayBeOff ? ", or off" : "";
                result.AddError($"{name} {text}: expected an address and a port such as {standard} or [::1]:7600{orOff}.");
            }
        });
        return option;
    }

    private static void RefuseWithoutEquals(OptionResult result)
    {
        foreach (Token token in result.Tokens)
        {
            if (token.Value.IndexOf('=', StringComparison.Ordinal) < 1)
            {
                result.AddError($"--set {token.Value}: expected key=value, such as storage:retentionAge=90.00:00:00.");
            }
        }
    }

    private static string? OrNull(string value) => value == Off ? null : value;

    /// <summary>Dots are taken for colons, because sentences of the server name keys as <c>ingestion.maxLabels</c>.</summary>
    private static Dictionary<string, string?> Settings(string[] pairs)
    {
        Dictionary<string, string?> settings = new(StringComparer.OrdinalIgnoreCase);
        foreach (string pair in pairs)
        {
            int equals = pair.IndexOf('=', StringComparison.Ordinal);
            settings[pair[..equals].Replace('.', ':')] = pair[(equals + 1)..];
        }

        return settings;
    }
}
