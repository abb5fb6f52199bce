using System.ComponentModel.DataAnnotations;

namespace Nightjar.Server.Ingestion.Otlp;

/// <summary>OTLP's own bounds (configuration section <c>ingestion:otlp</c>); body and label limits are those of <see cref="IngestionOptions"/>.</summary>
public sealed class OtlpOptions
{
    /// <summary>Points (metric and attributes) whose series are remembered, so that the next export builds no labels. About 150 bytes each.</summary>
    [Range(1_000, 10_000_000)]
    public int CachedPoints { get; set; } = 200_000;

    /// <summary>Resource attributes that do not become labels, though they would by the rules of <c>docs/ingestion-otlp.md</c>.</summary>
    public IList<string> IgnoredResourceAttributes { get; } = [];
}
