using Nightjar.Core.Telemetry;

namespace Nightjar.Storage.Telemetry;

/// <summary>
/// One Parquet file: the samples of the hot tables from one generation to another, sorted by (series, time), without repeats
/// inside. Generations are written in their order, so of two parts the one with the higher generation holds the later word.
/// </summary>
/// <param name="First">Oldest generation in it.</param>
/// <param name="Last">Newest generation in it.</param>
/// <param name="Path">Full path.</param>
/// <param name="Rows">Samples.</param>
/// <param name="Range">Times of the oldest and the newest sample.</param>
/// <param name="Bytes">Size of the file.</param>
/// <param name="Repeats">True when one of its samples may stand in an older part as well.</param>
internal sealed record Part(long First, long Last, string Path, long Rows, TimeRange Range, long Bytes, bool Repeats)
{
    /// <summary>True when this part holds everything that <paramref name="other"/> holds.</summary>
    public bool Replaces(Part other) => First <= other.First && Last >= other.Last && (First, Last) != (other.First, other.Last);
}
