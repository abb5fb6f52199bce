namespace Nightjar.Core.Correlation;

/// <summary>One line of an incident's history. Never changed once written.</summary>
/// <param name="TimeNs">When, ns since 1970 UTC.</param>
/// <param name="Text">What, in a sentence.</param>
/// <param name="AnomalyId">The anomaly it speaks of, or null.</param>
public sealed record TimelineEntry(long TimeNs, string Text, string? AnomalyId);
