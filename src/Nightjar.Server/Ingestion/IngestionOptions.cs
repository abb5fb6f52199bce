using System.ComponentModel.DataAnnotations;

using Nightjar.Server.Ingestion.History;

namespace Nightjar.Server.Ingestion;

/// <summary>Bounds at the front door (configuration section <c>ingestion</c>).</summary>
public sealed class IngestionOptions
{
    /// <summary>Samples that may wait for a commit; beyond it senders are told to come again (503, UNAVAILABLE).</summary>
    [Range(1_000, 50_000_000)]
    public int QueuedSamples { get; set; } = 1_000_000;

    /// <summary>Samples in one commit. More are faster and wait longer.</summary>
    [Range(1_000, 1_000_000)]
    public int CommitSamples { get; set; } = 50_000;

    /// <summary>How far ahead of this machine's clock a sample may be.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "365.00:00:00")]
    public TimeSpan MaxFuture { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Largest request body, bytes, after decompression.</summary>
    [Range(1_000, 1_000_000_000)]
    public int MaxBodyBytes { get; set; } = 32_000_000;

    /// <summary>
    /// Bytes that the bodies of all requests may take, packed and unpacked, until they are answered; beyond it senders are told to come
    /// again (503, UNAVAILABLE). Parsed, a body takes a few times as much.
    /// </summary>
    [Range(1_000_000, 1_000_000_000_000)]
    public long MaxBodyBytesInFlight { get; set; } = 256_000_000;

    /// <summary>Most labels of a series.</summary>
    [Range(1, 1_000)]
    public int MaxLabels { get; set; } = 64;

    /// <summary>Where a past is read from, once each; see <c>docs/history.md</c>.</summary>
    public List<HistoryOptions> History { get; set; } = [];

    /// <summary>Longest label name or value, bytes of UTF-8.</summary>
    [Range(16, 1_000_000)]
    public int MaxLabelBytes { get; set; } = 2_048;
}
