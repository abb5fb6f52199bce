namespace Nightjar.Core.Telemetry;

/// <summary>How the values of a series are to be read. Stored as a number: never renumber.</summary>
public enum MetricKind : byte
{
    /// <summary>The source did not say and the name does not tell: read as a gauge.</summary>
    Unknown = 0,

    /// <summary>A value that goes up and down.</summary>
    Gauge = 1,

    /// <summary>A cumulative count that only falls when its source restarts. Charts and Detection see its rate.</summary>
    Counter = 2,

    /// <summary>A count since the sample before (OTLP delta temporality). Charts and Detection see its rate.</summary>
    DeltaCounter = 3,

    /// <summary>One cumulative bucket (label <c>le</c>) of a histogram. Charts and Detection see the histogram's rate and quantiles.</summary>
    HistogramBucket = 4,

    /// <summary>One bucket (label <c>le</c>, cumulative over bounds but not over time) of a delta histogram.</summary>
    DeltaHistogramBucket = 5,
}
