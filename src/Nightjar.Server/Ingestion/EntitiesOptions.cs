using System.ComponentModel.DataAnnotations;

namespace Nightjar.Server.Ingestion;

/// <summary>Bounds of what is told apart (configuration section <c>entities</c>).</summary>
public sealed class EntitiesOptions
{
    /// <summary>Most entities kept; a series of one beyond it is kept too, but has no page of its own. About 300 bytes of memory each.</summary>
    [Range(1, 10_000_000, ErrorMessage = "entities.maxEntities must lie between 1 and 10,000,000.")]
    public int MaxEntities { get; set; } = 100_000;

    /// <summary>Time between two looks for new series.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00", ErrorMessage = "entities.interval must lie between 1 s (00:00:01) and 10 min (00:10:00).")]
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(5);
}
