using System.Globalization;
using Nightjar.Core.Telemetry;

namespace Nightjar.Storage.Telemetry;

/// <summary>A table of the hot database that takes, or took, the appends.</summary>
/// <param name="generation">Counts up from 1 over the life of the data directory.</param>
/// <param name="figures">What stands in it already.</param>
internal sealed class HotTable(long generation, HotFigures figures)
{
    private volatile HotFigures _figures = figures;

    /// <summary>See the constructor.</summary>
    public long Generation { get; } = generation;

    /// <summary>Its name in the database.</summary>
    public string Name { get; } = Prefix + generation.ToString(CultureInfo.InvariantCulture);

    /// <summary>What stands in it. Replaced whole by the writer; anyone may read it.</summary>
    public HotFigures Figures
    {
        get => _figures;
        set => _figures = value;
    }

    /// <summary>What the names of hot tables start with.</summary>
    public const string Prefix = "hot_";
}

/// <summary>What stands in a hot table.</summary>
/// <param name="Rows">Samples committed.</param>
/// <param name="Range">Times of the oldest and the newest; the wrong way round while there is none.</param>
/// <param name="Repeats">True when a sample may repeat one before it: then repeats are looked for, which costs a second sort.</param>
/// <param name="SinceNs">When it took its first sample, or was found at start.</param>
internal sealed record HotFigures(long Rows, TimeRange Range, bool Repeats, long SinceNs)
{
    /// <summary>Of an empty table.</summary>
    public static HotFigures None { get; } = new(0, new TimeRange(long.MaxValue, long.MinValue), Repeats: false, SinceNs: 0);
}
