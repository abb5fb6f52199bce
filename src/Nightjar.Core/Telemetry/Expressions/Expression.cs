namespace Nightjar.Core.Telemetry.Expressions;

/// <summary>What Nightjar evaluates of PromQL: a number, or one selector.</summary>
public abstract record Expression
{
    /// <summary>A number; arithmetic on numbers is done while parsing, as it does not depend on time.</summary>
    public sealed record Number(double Value) : Expression;

    /// <summary>A selector of series.</summary>
    /// <param name="Matchers">All must hold; at least one does not match the empty string.</param>
    /// <param name="OffsetMs">How far back to look; negative for ahead.</param>
    /// <param name="RangeMs">Length of a range selector, or null for an instant one.</param>
    public sealed record Selector(IReadOnlyList<LabelMatcher> Matchers, long OffsetMs, long? RangeMs) : Expression;
}
