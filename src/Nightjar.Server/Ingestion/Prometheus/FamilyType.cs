namespace Nightjar.Server.Ingestion.Prometheus;

/// <summary>What a metric family is said to be; the numbers are those of remote write's metadata.</summary>
internal enum FamilyType
{
    Unknown = 0,
    Counter = 1,
    Gauge = 2,
    Histogram = 3,
    GaugeHistogram = 4,
    Summary = 5,
    Info = 6,
    StateSet = 7,
}
