using System.Text.RegularExpressions;
using Nightjar.Core.Telemetry;

namespace Nightjar.Core.Detection.Rules;

/// <summary>Settings for all series that fit some conditions.</summary>
/// <param name="Matchers">All must hold; none at all fits every series.</param>
/// <param name="Settings">What it sets.</param>
public sealed record DetectionRule(IReadOnlyList<LabelMatcher> Matchers, RuleSettings Settings)
{
    /// <summary>
    /// True when a scored series fits. A condition on the name may mean the raw metric, which covers all that is derived from it, or
    /// one derived series (<c>x:p99</c>); a negative one must hold for both. O(matchers × labels), no allocation but for patterns.
    /// </summary>
    /// <param name="source">Labels of the raw series, or of the whole histogram.</param>
    /// <param name="scoredName">The name of what is scored: the raw name, or a derived one.</param>
    public bool Fits(Labels source, string scoredName)
    {
        for (int i = 0; i < Matchers.Count; i++)
        {
            if (!Fits(Matchers[i], source, scoredName))
            {
                return false;
            }
        }

        return true;
    }

    private static bool Fits(LabelMatcher matcher, Labels source, string scoredName)
    {
        string value = source[matcher.Name] ?? "";
        try
        {
            bool fits = matcher.Fits(value);
            if (matcher.Name != Labels.MetricName || value == scoredName || fits != matcher.IsNegative)
            {
                return fits;
            }

            return matcher.Fits(scoredName);
        }
        catch (RegexMatchTimeoutException)
        {
            return false; // the engine is linear, so only a pattern with huge repetitions gets here; a rule that cannot be decided sets nothing
        }
    }
}
