using System.ComponentModel.DataAnnotations;

namespace Nightjar.Server.Ingestion.Logs.Syslog;

/// <summary>Bounds of syslog (configuration section <c>ingestion:logs:syslog</c>); where it listens is said on the command line.</summary>
public sealed class SyslogOptions
{
    /// <summary>File with the certificate for TLS, and those that signed it, in PEM; a relative name begins beside the configuration file.</summary>
    public string Certificate { get; set; } = "";

    /// <summary>File with its private key in PEM.</summary>
    public string Key { get; set; } = "";

    /// <summary>Most TCP and TLS connections at once. About 300 kB each.</summary>
    [Range(1, 100_000)]
    public int MaxConnections { get; set; } = 200;

    /// <summary>A connection on which nothing came for so long is closed.</summary>
    [Range(typeof(TimeSpan), "00:00:05", "7.00:00:00")]
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Longest message over TCP and TLS; the rest of a longer one is cut off and counted.</summary>
    [Range(480, 250_000)]
    public int MaxMessageBytes { get; set; } = 64_000;
}
