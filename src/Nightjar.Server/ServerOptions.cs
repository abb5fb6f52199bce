using System.Net;

namespace Nightjar.Server;

/// <summary>What the command line decides before anything is opened.</summary>
public sealed record ServerOptions
{
    /// <summary>Where everything is kept.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>Pages, API and remote write. Port 0 takes a free one.</summary>
    public IPEndPoint Listen { get; init; } = new(IPAddress.Loopback, 7600);

    /// <summary>OTLP over gRPC; null turns it off.</summary>
    public IPEndPoint? OtlpGrpc { get; init; } = new(IPAddress.Loopback, 4317);

    /// <summary>OTLP over HTTP; null turns it off.</summary>
    public IPEndPoint? OtlpHttp { get; init; } = new(IPAddress.Loopback, 4318);

    /// <summary>Syslog over UDP; null turns it off.</summary>
    public IPEndPoint? SyslogUdp { get; init; }

    /// <summary>Syslog over TCP; null turns it off.</summary>
    public IPEndPoint? SyslogTcp { get; init; }

    /// <summary>Syslog over TLS, with the certificate of <c>ingestion.logs.syslog</c>; null turns it off.</summary>
    public IPEndPoint? SyslogTls { get; init; }

    /// <summary>Configuration file (YAML); null means <c>nightjar.yaml</c> in the data directory, where there is one.</summary>
    public string? ConfigurationFile { get; init; }

    /// <summary>Where relative file names of the configuration begin: beside its own file, as in Prometheus.</summary>
    internal string ConfigurationDirectory =>
        Path.GetDirectoryName(Path.GetFullPath(ConfigurationFile ?? Path.Combine(DataDirectory, Server.ConfigurationFile.DefaultName))) ?? Path.GetFullPath(".");

    /// <summary>Settings that win over the file, by key (<c>ingestion:maxLabels</c>): for tests and the command line.</summary>
    public IReadOnlyDictionary<string, string?> Settings { get; init; } = new Dictionary<string, string?>();
}
