namespace Nightjar.Server.Ingestion.Prometheus.Scraping;

/// <summary>What a line of an exposition is.</summary>
internal enum ExpositionEntry
{
    /// <summary>A sample.</summary>
    Sample,

    /// <summary>A family's type.</summary>
    Type,

    /// <summary>A family's help text.</summary>
    Help,

    /// <summary>A family's unit.</summary>
    Unit,

    /// <summary>Neither of these, and no comment.</summary>
    Malformed,
}
