using System.Collections.Immutable;
using Nightjar.Core.Detection.Rules;

namespace Nightjar.Server.Detection.Rules;

/// <summary>All that people have set and said, as of one moment. Immutable.</summary>
/// <param name="Book">What Detection goes by.</param>
/// <param name="Rules">In the order in which they count: those of the configuration first.</param>
/// <param name="Feedback">Words on anomalies, newest first.</param>
public sealed record RuleState(RuleBook Book, ImmutableArray<ListedRule> Rules, ImmutableArray<Feedback> Feedback);
