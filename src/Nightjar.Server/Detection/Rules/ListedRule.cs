using Nightjar.Core.Detection.Rules;

namespace Nightjar.Server.Detection.Rules;

/// <summary>A rule as people see it.</summary>
/// <param name="Rule">What counts.</param>
/// <param name="Match">The selector as it was written.</param>
/// <param name="Saved">As it is kept; null for a rule of the configuration, which is changed there.</param>
/// <param name="Where">File and line of a rule of the configuration; its key where it is set elsewhere; empty for a saved one.</param>
public sealed record ListedRule(DetectionRule Rule, string Match, SavedRule? Saved, string Where);
