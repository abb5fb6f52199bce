namespace Nightjar.Core.Telemetry;

/// <summary>How a label's value is compared.</summary>
public enum MatchOperator
{
    /// <summary><c>=</c></summary>
    Equal,

    /// <summary><c>!=</c></summary>
    NotEqual,

    /// <summary><c>=~</c>, the whole value.</summary>
    Matches,

    /// <summary><c>!~</c>, the whole value.</summary>
    NotMatches,
}
