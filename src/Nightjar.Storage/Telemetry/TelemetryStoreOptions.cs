using System.ComponentModel.DataAnnotations;

namespace Nightjar.Storage.Telemetry;

/// <summary>Bounds of the telemetry store (configuration section <c>storage</c>).</summary>
public sealed class TelemetryStoreOptions
{
    /// <summary>Most series kept at once; a new one beyond it is refused. About 1 kB of memory each.</summary>
    [Range(1, 100_000_000)]
    public int MaxSeries { get; set; } = 1_000_000;

    /// <summary>Rows in the hot table at which it is flushed to a Parquet part. Bounds the log replayed at start (22 M rows took 9 s).</summary>
    [Range(1_000, 100_000_000)]
    public int FlushRows { get; set; } = 4_000_000;

    /// <summary>Age of the hot table at which it is flushed, however few its rows.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan FlushAge { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>Samples older than this are deleted.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "36500.00:00:00")]
    public TimeSpan RetentionAge { get; set; } = TimeSpan.FromDays(30);

    /// <summary>Bytes of telemetry on disk beyond which the oldest parts are deleted.</summary>
    [Range(1_000_000, long.MaxValue)]
    public long RetentionBytes { get; set; } = 20_000_000_000;

    /// <summary>Most abnormal minutes kept, for the ranking of series; beyond it the oldest tenth is deleted. At most 16 bytes each on disk.</summary>
    [Range(1_000, 1_000_000_000)]
    public int AbnormalMinutes { get; set; } = 20_000_000;

    /// <summary>Memory DuckDB may take, bytes.</summary>
    [Range(64_000_000, long.MaxValue)]
    public long MemoryBytes { get; set; } = 512_000_000;
}
