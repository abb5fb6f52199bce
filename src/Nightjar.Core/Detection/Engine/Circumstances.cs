namespace Nightjar.Core.Detection.Engine;

/// <summary>What is known of a sample beside its value.</summary>
/// <param name="Seen">Samples before it.</param>
/// <param name="AgeNs">Since the first one.</param>
/// <param name="Interval">Usual distance of two samples in seconds, above 0.</param>
/// <param name="Memory">Samples after which the past is half forgotten.</param>
/// <param name="IsOneWay">True for what only rises, or only falls.</param>
public readonly record struct Circumstances(long Seen, long AgeNs, double Interval, double Memory, bool IsOneWay);
