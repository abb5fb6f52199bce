using Nightjar.Core.Telemetry;

namespace Nightjar.Storage.Telemetry;

/// <summary>
/// A series as the running server holds it: the immutable <see cref="Series"/> and where its samples stand.
/// The mutable members belong to the one writer (the front door's loop); others may read them as hints.
/// </summary>
public sealed class SeriesEntry(Series series, string source)
{
    /// <summary>Its identity, held here too: one memory access less for each sample.</summary>
    public SeriesId Id { get; } = series.Id;

    /// <summary>Which detection shard scores it; -1 until Detection has worked it out. Detection's.</summary>
    public int Shard { get; set; } = -1;

    /// <summary>What does not change. Replaced whole when a source later says its kind or unit.</summary>
    public Series Series { get; internal set; } = series;

    /// <summary>The source that introduced it, as shown under Settings → Sources.</summary>
    public string Source { get; } = source;

    /// <summary>Time of the newest accepted sample; <see cref="long.MinValue"/> before the first.</summary>
    public long LastTimeNs { get; set; } = long.MinValue;

    /// <summary>Value of the newest accepted sample.</summary>
    public double LastValue { get; set; } = double.NaN;

    /// <summary>True when its row stands in the database, or may after a failed commit: writing it replaces it. The writer's.</summary>
    internal bool Durable { get; set; }

    /// <summary>
    /// Newest time ever appended, whatever the front door thinks of it: an append at or below it may repeat a sample. The writer's.
    /// </summary>
    internal long AppendedNs { get; set; } = long.MinValue;

    /// <summary>True once retention has dropped the series: resolve it anew before writing.</summary>
    public bool Dropped { get; internal set; }
}
