using Nightjar.Core.Detection.Rules;

namespace Nightjar.Server.Detection.Rules;

/// <summary>What became of a rule that somebody wrote.</summary>
/// <param name="Saved">As it counts now; null when it was refused.</param>
/// <param name="Problem">Why, as a sentence that says what to do.</param>
/// <param name="IsMissing">True when there is no rule of that id to change.</param>
public sealed record RuleOutcome(SavedRule? Saved, string? Problem, bool IsMissing = false);
