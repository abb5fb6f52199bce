namespace Nightjar.Core.Detection.Rules;

/// <summary>What one rule sets; null leaves a setting to the rules before it, and to the defaults. Units and ranges as in <see cref="SeriesRule"/>.</summary>
public sealed record RuleSettings
{
    /// <summary>Factor, above 0.</summary>
    public double? Sensitivity { get; init; }

    /// <summary>The side that matters.</summary>
    public RuleDirection? Direction { get; init; }

    /// <summary>Least distance from the expected, at least 0.</summary>
    public double? MinChange { get; init; }

    /// <summary>Least possible or allowed value.</summary>
    public double? Lower { get; init; }

    /// <summary>Greatest possible or allowed value.</summary>
    public double? Upper { get; init; }

    /// <summary>Whether there may be anomalies.</summary>
    public RuleMode? Mode { get; init; }

    /// <summary>The name of a calendar whose events hold it back or widen its range; empty for none.</summary>
    public string? Calendar { get; init; }

    /// <summary>The rule with what is set here in place of what was there.</summary>
    public SeriesRule Over(SeriesRule rule) => rule with
    {
        Sensitivity = Sensitivity ?? rule.Sensitivity,
        Direction = Direction ?? rule.Direction,
        MinChange = MinChange ?? rule.MinChange,
        Lower = Lower ?? rule.Lower,
        Upper = Upper ?? rule.Upper,
        Mode = Mode ?? rule.Mode,
        Calendar = Calendar ?? rule.Calendar,
    };

    /// <summary>What cannot be meant: the setting in camel case and a phrase that follows its name (<c>must be above 0</c>). Empty when all is well.</summary>
    public IEnumerable<(string Setting, string Problem)> Problems()
    {
        if (Sensitivity is { } factor && !(factor is >= SeriesRule.LeastSensitivity and <= SeriesRule.GreatestSensitivity))
        {
            yield return ("sensitivity", "must be between 1/64 (0.015625) and 64; 2 finds what is half as surprising as usual, 0.5 asks for twice as much");
        }

        if (MinChange is { } change && !(change >= 0 && double.IsFinite(change)))
        {
            yield return ("minChange", "must be a number of at least 0, in the unit of the series");
        }

        if ((Lower is { } low && !double.IsFinite(low)) || (Upper is { } high && !double.IsFinite(high)))
        {
            yield return (Lower is { } number && !double.IsFinite(number) ? "lower" : "upper", "must be a finite number, in the unit of the series; leave it out for no bound");
        }
        else if (Lower >= Upper)
        {
            yield return ("lower", "must be less than upper");
        }

        if (this == new RuleSettings())
        {
            yield return ("match", "has nothing set: give at least one of sensitivity, direction, minChange, lower, upper, calendar, mode");
        }
    }
}
