using System.ComponentModel.DataAnnotations;
using Nightjar.Server.Configuration;

namespace Nightjar.Server.Detection.Results;

/// <summary>The Prometheus-compatible server that results are written to.</summary>
public sealed class RemoteWriteOptions
{
    /// <summary>Its address for remote write 1.0, such as <c>http://127.0.0.1:9090/api/v1/write</c>. Absent sends nothing.</summary>
    public Uri? Url { get; set; }

    /// <summary>Selectors of the series whose results are sent, by the name that is judged (<c>requests_total:rate</c>); any of them is enough. Empty sends all.</summary>
    public List<string> Match { get; set; } = [];

    /// <summary>Least distance of two results of one series; that it becomes abnormal, or ordinary again, is sent at once. 0 sends each sample's.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan Interval { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Results that may wait to be sent, four samples each; beyond it the oldest are dropped and counted.</summary>
    [Range(100, 10_000_000)]
    public int QueuedResults { get; set; } = 100_000;

    /// <summary>What the server is shown.</summary>
    public RemoteAuth Auth { get; set; } = new();
}
