namespace Nightjar.Core.Detection.Logs;

/// <summary>One number of a pattern's messages.</summary>
/// <param name="Count">Numbers seen.</param>
/// <param name="Highest">Of those that were not far larger.</param>
/// <param name="LatestNs">The latest time of those that have one.</param>
/// <param name="Larger">How many were far larger than all before.</param>
/// <param name="Value">The first of these.</param>
/// <param name="TimeNs">Its time.</param>
/// <param name="Before">Numbers seen before it.</param>
/// <param name="HighestBefore">The highest of those.</param>
internal readonly record struct NumberSlot(long Count, double Highest, long LatestNs, long Larger, double Value, long? TimeNs, long Before, double HighestBefore);
