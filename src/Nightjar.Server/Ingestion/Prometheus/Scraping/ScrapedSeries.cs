using Nightjar.Storage.Telemetry;

namespace Nightjar.Server.Ingestion.Prometheus.Scraping;

/// <summary>A series of a target as its scrapes know it.</summary>
internal sealed class ScrapedSeries(SeriesEntry entry)
{
    /// <summary>The series.</summary>
    public SeriesEntry Entry { get; } = entry;

    /// <summary>The scrape that last held it.</summary>
    public long LastScrape { get; set; }

    /// <summary>True when the target sets its times: such a series says itself when it ends, as in Prometheus.</summary>
    public bool OwnTime { get; set; }
}
