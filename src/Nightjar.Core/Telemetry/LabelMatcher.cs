using System.Text.RegularExpressions;

namespace Nightjar.Core.Telemetry;

/// <summary>One condition on one label. An absent label has the empty value, as in Prometheus. Immutable and thread-safe.</summary>
public sealed class LabelMatcher
{
    private readonly Regex? _pattern;

    private LabelMatcher(string name, MatchOperator comparison, string value, Regex? pattern)
    {
        Name = name;
        Operator = comparison;
        Value = value;
        _pattern = pattern;
    }

    /// <summary>The label's name.</summary>
    public string Name { get; }

    /// <summary>The comparison.</summary>
    public MatchOperator Operator { get; }

    /// <summary>The value or the pattern.</summary>
    public string Value { get; }

    /// <summary>True for <c>!=</c> and <c>!~</c>.</summary>
    public bool IsNegative => Operator is MatchOperator.NotEqual or MatchOperator.NotMatches;

    /// <summary>Builds one; false with a sentence when the pattern is none.</summary>
    public static bool TryCreate(string name, MatchOperator comparison, string value, out LabelMatcher? matcher, out string? problem)
    {
        matcher = null;
        Regex? pattern = null;
        problem = null;
        if (comparison is MatchOperator.Matches or MatchOperator.NotMatches && !Re2Pattern.TryCompile(value, out pattern, out problem))
        {
            return false;
        }

        matcher = new LabelMatcher(name, comparison, value, pattern);
        return true;
    }

    /// <summary>True when the value fits.</summary>
    /// <exception cref="RegexMatchTimeoutException">The pattern took too long on this value.</exception>
    public bool Fits(string value) => Operator switch
    {
        MatchOperator.Equal => value == Value,
        MatchOperator.NotEqual => value != Value,
        MatchOperator.Matches => _pattern!.IsMatch(value), // set for both pattern operators
        _ => !_pattern!.IsMatch(value),
    };
}
