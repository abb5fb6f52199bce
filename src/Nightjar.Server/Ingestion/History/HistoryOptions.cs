using System.ComponentModel.DataAnnotations;
using Nightjar.Server.Configuration;

namespace Nightjar.Server.Ingestion.History;

/// <summary>One source of a past (configuration section <c>ingestion.history</c>): a server or a file.</summary>
public sealed class HistoryOptions
{
    /// <summary>A Prometheus-compatible server, such as <c>http://127.0.0.1:9090</c>.</summary>
    public Uri? Url { get; set; }

    /// <summary>Or a file, CSV or Parquet; a relative name begins beside the configuration file. What follows here is for servers.</summary>
    public string? File { get; set; }

    /// <summary>Selectors of the series wanted; any of them is enough. Empty wants all.</summary>
    public List<string> Match { get; set; } = [];

    /// <summary>How far back.</summary>
    [Range(typeof(TimeSpan), "00:10:00", "3650.00:00:00")]
    public TimeSpan Last { get; set; } = TimeSpan.FromDays(14);

    /// <summary>Distance of the samples asked for.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan Step { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>What the server is shown.</summary>
    public RemoteAuth Auth { get; set; } = new();
}
