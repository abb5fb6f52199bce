using System.Collections.Immutable;
using Nightjar.Core.Telemetry;

namespace Nightjar.Core.Detection.Rules;

/// <summary>
/// All rules in order: of each setting the last rule that fits a series and sets it counts; what people said of anomalies comes on top. Immutable and thread-safe: a change makes
/// a new book, and whoever has taken a rule from the old one sees by the reference that it is out of date.
/// </summary>
/// <param name="rules">General ones first.</param>
/// <param name="learnt">What feedback has made of sensitivities.</param>
/// <param name="calendars">By the names that rules use; a name that is not here has no events. None when null.</param>
public sealed class RuleBook(ImmutableArray<DetectionRule> rules, LearntSensitivity learnt, IReadOnlyDictionary<string, EventCalendar>? calendars = null)
{
    /// <summary>No rules: every series has <see cref="SeriesRule.Default"/>.</summary>
    public static RuleBook Empty { get; } = new([], LearntSensitivity.None);

    /// <summary>The rule of a scored series. O(rules × labels); keep it until the book changes.</summary>
    /// <param name="source">Labels of the raw series, or of the whole histogram.</param>
    /// <param name="ending">A <see cref="DerivedName"/>, or empty for a raw series.</param>
    public SeriesRule Of(Labels source, string ending)
    {
        string name = source.Name + ending;
        SeriesRule found = SeriesRule.Default;
        foreach (DetectionRule rule in rules)
        {
            if (rule.Fits(source, name))
            {
                found = rule.Settings.Over(found);
            }
        }

        double factor = learnt.FactorOf(source, ending);
        if (factor != 1)
        {
            found = found with { Sensitivity = Math.Clamp(found.Sensitivity * factor, SeriesRule.LeastSensitivity, SeriesRule.GreatestSensitivity) };
        }

        return found.Calendar.Length > 0 && calendars?.TryGetValue(found.Calendar, out EventCalendar? calendar) == true ? found.With(calendar) : found;
    }

    /// <summary>The same for a series as charts and people name it: <c>x:rate</c> is taken for the rate of <c>x</c>.</summary>
    public SeriesRule Of(Labels scored) =>
        DerivedMetric.TryParse(scored.Name, out DerivedMetric derived) ? Of(scored.WithName(derived.Base), derived.Ending) : Of(scored, "");
}
