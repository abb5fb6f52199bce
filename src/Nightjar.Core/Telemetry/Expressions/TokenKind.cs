namespace Nightjar.Core.Telemetry.Expressions;

/// <summary>The sorts of token in an expression.</summary>
internal enum TokenKind
{
    /// <summary>Nothing is left.</summary>
    End,

    /// <summary>A metric or label name, a function, a keyword.</summary>
    Word,

    /// <summary>A number.</summary>
    Number,

    /// <summary>A length of time such as <c>5m</c>.</summary>
    Duration,

    /// <summary>A quoted string, its escapes resolved.</summary>
    Text,

    /// <summary>An operator or a bracket.</summary>
    Sign,
}
