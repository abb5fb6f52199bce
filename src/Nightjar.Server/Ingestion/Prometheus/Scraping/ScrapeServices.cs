using Microsoft.Extensions.Options;

namespace Nightjar.Server.Ingestion.Prometheus.Scraping;

/// <summary>What every scraper needs.</summary>
internal sealed class ScrapeServices(
    SeriesDoor series, FrontDoor door, SourceLedger ledger, TimeProvider time, IOptions<IngestionOptions> ingestion, IOptions<PrometheusOptions> prometheus)
{
    /// <summary>Where labels become series.</summary>
    public SeriesDoor Series { get; } = series;

    /// <summary>Where samples go.</summary>
    public FrontDoor Door { get; } = door;

    /// <summary>Where failures are shown.</summary>
    public SourceLedger Ledger { get; } = ledger;

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; } = time;

    /// <summary>Largest page, where a job does not say.</summary>
    public int MaxBodyBytes => ingestion.Value.MaxBodyBytes;

    /// <summary>Most targets.</summary>
    public int MaxTargets => prometheus.Value.MaxTargets;
}
