using Nightjar.Core.Telemetry;

namespace Nightjar.Storage.Telemetry;

/// <summary>A table of the hot database that takes, or took, the appends. Changed by the writer alone; others read it as a hint.</summary>
internal sealed class HotTable(long generation, long createdNs)
{
    /// <summary>Counts up from 1 over the life of the data directory.</summary>
    public long Generation { get; } = generation;

    /// <summary>Its name in the database.</summary>
    public string Name { get; } = NameOf(generation);

    /// <summary>When it took its first sample, or was found at start.</summary>
    public long CreatedNs { get; set; } = createdNs;

    /// <summary>Samples committed.</summary>
    public long Rows { get; set; }

    /// <summary>Times of its oldest and newest sample; from above to below before the first.</summary>
    public TimeRange Range { get; set; } = new(long.MaxValue, long.MinValue);

    /// <summary>True when a sample may repeat one before it: then repeats are looked for, which costs a second sort.</summary>
    public bool Repeats { get; set; }

    public static string NameOf(long generation) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"hot_{generation}");
}
