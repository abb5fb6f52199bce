using Nightjar.Server.Detection.Rules;

namespace Nightjar.Server.Ui.Queries;

/// <summary>A rule in its list.</summary>
/// <param name="Listed">The rule.</param>
/// <param name="Series">How many scored series fit now.</param>
public sealed record RuleLine(ListedRule Listed, int Series);
