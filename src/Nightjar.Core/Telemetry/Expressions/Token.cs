namespace Nightjar.Core.Telemetry.Expressions;

/// <summary>A piece of an expression.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Value">Its text, escapes resolved.</param>
/// <param name="At">Where it begins, from 0.</param>
internal readonly record struct Token(TokenKind Kind, string Value, int At)
{
    /// <summary>True for this operator or bracket.</summary>
    public bool Is(string sign) => Kind == TokenKind.Sign && Value == sign;
}
