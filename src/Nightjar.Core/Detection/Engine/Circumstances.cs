namespace Nightjar.Core.Detection.Engine;

/// <summary>What is known of a sample beside its value.</summary>
/// <param name="Seen">Samples before it.</param>
/// <param name="AgeNs">Since the first one.</param>
/// <param name="Interval">Usual distance of two samples in seconds, above 0.</param>
/// <param name="Memory">Samples after which the past is half forgotten.</param>
/// <param name="LeastReach">A distance that is ordinary in any case, in the unit of the series.</param>
/// <param name="Ordinary">False while something abnormal goes on, of which nothing is learnt.</param>
/// <param name="IsOneWay">True for what only rises, or only falls.</param>
public readonly record struct Circumstances(
    long Seen, long AgeNs, double Interval, double Memory, double LeastReach, bool Ordinary, bool IsOneWay);
