namespace Nightjar.Core.Detection.Logs;

/// <summary>A result of a test on a pattern's counts.</summary>
/// <param name="PatternId">Whose.</param>
/// <param name="Kind">New, burst or silent.</param>
/// <param name="Severity">The pattern's.</param>
/// <param name="LogProbability">Natural logarithm of how probable that much or more is without a cause.</param>
/// <param name="FromBucket">First bucket of it.</param>
/// <param name="ToBucket">The last.</param>
/// <param name="Records">Records in it; before it for a silence.</param>
/// <param name="Usual">Records that are usual there; for a silence the longest earlier pause in buckets.</param>
/// <param name="History">The pattern's.</param>
internal sealed record LogSurprise(
    int PatternId, LogSignalKind Kind, byte Severity, double LogProbability, int FromBucket, int ToBucket, long Records, double Usual, LogHistory History);
