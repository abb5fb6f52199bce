using System.ComponentModel.DataAnnotations;

namespace Nightjar.Server.Api.Prometheus;

/// <summary>Bounds of the read API (configuration section <c>api</c>).</summary>
internal sealed class PrometheusOptions
{
    /// <summary>Most series one query may select.</summary>
    [Range(1, 1_000_000)]
    public int MaxSeries { get; set; } = 10_000;

    /// <summary>Most samples one query may read; 16 bytes of memory each while it runs.</summary>
    [Range(1_000, 1_000_000_000)]
    public long MaxSamples { get; set; } = 5_000_000;

    /// <summary>Queries that run at once; others wait for their turn within their time.</summary>
    [Range(1, 1_000)]
    public int ConcurrentQueries { get; set; } = 8;

    /// <summary>Longest time of a query, waiting included. A request may ask for less.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "01:00:00", ParseLimitsInInvariantCulture = true, ConvertValueInInvariantCulture = true)]
    public TimeSpan QueryTimeout { get; set; } = TimeSpan.FromSeconds(30);
}
