namespace Nightjar.Core.Detection.Logs;

/// <summary>One thing that is unusual about a pattern, and why.</summary>
/// <param name="PatternId">Whose.</param>
/// <param name="Kind">What.</param>
/// <param name="SinceNs">Since when, Unix ns; null where the records have no time.</param>
/// <param name="UntilNs">Until when; null when it lasts to the end.</param>
/// <param name="Score">How much it matters, larger first: surprise in bits of ten, weighted by severity. 0 to 150.</param>
/// <param name="Evidence">The numbers, in a sentence.</param>
public sealed record LogSignal(int PatternId, LogSignalKind Kind, long? SinceNs, long? UntilNs, double Score, string Evidence);
