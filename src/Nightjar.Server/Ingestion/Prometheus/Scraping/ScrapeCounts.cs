namespace Nightjar.Server.Ingestion.Prometheus.Scraping;

/// <summary>What a page held.</summary>
internal struct ScrapeCounts
{
    /// <summary>Samples on the page.</summary>
    public int Samples;

    /// <summary>Series that the page before did not hold.</summary>
    public int NewSeries;

    /// <summary>Exemplars passed over.</summary>
    public int Exemplars;
}
