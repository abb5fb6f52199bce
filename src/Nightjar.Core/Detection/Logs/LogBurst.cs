namespace Nightjar.Core.Detection.Logs;

/// <summary>A pattern of which far more arrives than usual, as of the minute that was closed last.</summary>
/// <param name="ServiceId">Whose.</param>
/// <param name="PatternId">Which.</param>
/// <param name="StartNs">Begin of its first unusual minute, Unix ns.</param>
/// <param name="Count">Lines in the last minute.</param>
/// <param name="Usual">Lines a minute that are usual.</param>
public readonly record struct LogBurst(int ServiceId, int PatternId, long StartNs, int Count, double Usual);
