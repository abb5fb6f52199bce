using System.ComponentModel.DataAnnotations;

namespace Nightjar.Storage.Telemetry.Logs;

/// <summary>Bounds of the store of logs (configuration section <c>storage:logs</c>).</summary>
public sealed class LogStoreOptions
{
    /// <summary>Most streams told apart; lines of others go to their source's own stream. About 1 kB of memory each.</summary>
    [Range(1, 10_000_000)]
    public int MaxStreams { get; set; } = 100_000;

    /// <summary>Most services whose patterns are mined apart. Up to 40 MB of memory each, where all lines differ; 1 MB is usual.</summary>
    [Range(2, 10_000)]
    public int MaxServices { get; set; } = 200;

    /// <summary>Lines in the hot table at which it is flushed to a Parquet part.</summary>
    [Range(1_000, 100_000_000)]
    public int FlushRows { get; set; } = 1_000_000;

    /// <summary>Age of the hot table at which it is flushed, however few its lines.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan FlushAge { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>Lines older than this are deleted.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "36500.00:00:00")]
    public TimeSpan RetentionAge { get; set; } = TimeSpan.FromDays(30);

    /// <summary>Bytes of logs on disk beyond which the oldest parts are deleted.</summary>
    [Range(1_000_000, long.MaxValue)]
    public long RetentionBytes { get; set; } = 20_000_000_000;

    /// <summary>Memory DuckDB may take for logs, bytes.</summary>
    [Range(64_000_000, long.MaxValue)]
    public long MemoryBytes { get; set; } = 256_000_000;
}
