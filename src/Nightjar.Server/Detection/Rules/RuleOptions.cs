using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Nightjar.Core.Detection.Rules;
using Nightjar.Core.Telemetry;
using Nightjar.Core.Telemetry.Expressions;

namespace Nightjar.Server.Detection.Rules;

/// <summary>One rule as it is written in a file or in a form (configuration section <c>detection.rules</c>).</summary>
public sealed class RuleOptions : IValidatableObject
{
    // A selector of a screen's length is a mistake; a query may be longer.
    private const int LongestMatch = 2_000;

    /// <summary>Which series: a selector such as <c>{__name__="x",job=~"y.*"}</c>.</summary>
    public string Match { get; set; } = "";

    /// <summary>Divides how far outside a value must be: 2 finds more, 0.5 less.</summary>
    public double? Sensitivity { get; set; }

    /// <summary>The side that matters.</summary>
    public RuleDirection? Direction { get; set; }

    /// <summary>Nearer than this to the expected is never abnormal, in the unit of the series.</summary>
    public double? MinChange { get; set; }

    /// <summary>A value below is always abnormal.</summary>
    public double? Lower { get; set; }

    /// <summary>A value above is always abnormal.</summary>
    public double? Upper { get; set; }

    /// <summary>The name of a calendar whose events hold the series back or widen its range.</summary>
    public string? Calendar { get; set; }

    /// <summary>Whether there may be anomalies at all.</summary>
    public RuleMode? Mode { get; set; }

    /// <summary>A saved rule as it would be written.</summary>
    public static RuleOptions Of(SavedRule saved) => new()
    {
        Match = saved.Match,
        Sensitivity = saved.Settings.Sensitivity,
        Direction = saved.Settings.Direction,
        MinChange = saved.Settings.MinChange,
        Lower = saved.Settings.Lower,
        Upper = saved.Settings.Upper,
        Calendar = saved.Settings.Calendar,
        Mode = saved.Settings.Mode,
    };

    /// <summary>As Core takes it. False with one problem or more, each a setting (empty for the whole) and a phrase that follows its name.</summary>
    public bool TryRead(out DetectionRule rule, out IReadOnlyList<(string Setting, string Problem)> problems)
    {
        RuleSettings settings = new()
        {
            Sensitivity = Sensitivity,
            Direction = Direction,
            MinChange = MinChange,
            Lower = Lower,
            Upper = Upper,
            Calendar = Calendar,
            Mode = Mode,
        };
        List<(string, string)> found = [.. settings.Problems()];
        rule = new DetectionRule([], settings);
        if (Match.Length is 0 or > LongestMatch)
        {
            found.Add((Match.Length == 0 ? "" : "match", $"needs a selector of at most {LongestMatch} characters in match, such as {{__name__=\"up\",job=~\"web.*\"}}"));
        }
        else if (ExpressionParser.TryParseSelector(Match, out IReadOnlyList<LabelMatcher>? matchers, out string? problem))
        {
            rule = rule with { Matchers = matchers };
        }
        else
        {
            found.Add(("match", $"is no selector such as {{__name__=\"up\",job=~\"web.*\"}}: {problem}"));
        }

        problems = found;
        return found.Count == 0;
    }

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        TryRead(out _, out IReadOnlyList<(string Setting, string Problem)> problems);
        return problems.Select(found => new ValidationResult(found.Problem, found.Setting.Length == 0 ? [] : [JsonNamingPolicy.CamelCase.ConvertName(found.Setting)]));
    }
}
