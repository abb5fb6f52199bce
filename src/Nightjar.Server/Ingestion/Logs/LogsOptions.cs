using System.ComponentModel.DataAnnotations;
using Nightjar.Server.Ingestion.Logs.Files;
using Nightjar.Server.Ingestion.Logs.Syslog;

namespace Nightjar.Server.Ingestion.Logs;

/// <summary>Bounds at the door of logs (configuration section <c>ingestion:logs</c>).</summary>
public sealed class LogsOptions
{
    /// <summary>Bytes of log records that may wait for a commit; beyond it senders are told to come again (503, UNAVAILABLE).</summary>
    [Range(100_000, 10_000_000_000)]
    public long QueuedBytes { get; set; } = 64_000_000;

    /// <summary>Records in one commit. More are faster and wait longer.</summary>
    [Range(100, 1_000_000)]
    public int CommitLines { get; set; } = 20_000;

    /// <summary>How often what the miners have learnt is saved. What was learnt since is learnt anew after a crash, from the lines stored.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan SaveInterval { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Files that are followed; see <c>docs/ingestion-logs.md</c>.</summary>
    public List<LogFileOptions> Files { get; set; } = [];

    /// <summary>Most files held open at once; further ones are named in the log and wait.</summary>
    [Range(1, 100_000)]
    public int MaxFiles { get; set; } = 1_000;

    /// <summary>Bounds of syslog.</summary>
    public SyslogOptions Syslog { get; set; } = new();
}
