using System.ComponentModel.DataAnnotations;

namespace Nightjar.Server.Ingestion.Prometheus;

/// <summary>Bounds of remote write and scraping (configuration section <c>prometheus</c>).</summary>
internal sealed class PrometheusOptions
{
    /// <summary>Series whose labels need not be parsed again. About 80 bytes each; beyond it writing gets slower, nothing else.</summary>
    [Range(1_000, 100_000_000)]
    public int CachedSeries { get; set; } = 1_000_000;

    /// <summary>Metric families whose type, unit and help are remembered for series to come.</summary>
    [Range(1, 10_000_000)]
    public int Families { get; set; } = 50_000;

    /// <summary>Native histograms whose bucket series are remembered. About 10 kB each.</summary>
    [Range(1, 10_000_000)]
    public int NativeHistograms { get; set; } = 20_000;

    /// <summary>Most targets scraped; further ones are named in the log and left alone.</summary>
    [Range(1, 100_000)]
    public int MaxTargets { get; set; } = 10_000;
}
