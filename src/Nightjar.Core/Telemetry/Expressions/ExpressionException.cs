namespace Nightjar.Core.Telemetry.Expressions;

/// <summary>Unwinds the parser of one expression; never leaves <see cref="ExpressionParser.TryParse"/>.</summary>
internal sealed class ExpressionException(string message) : Exception(message);
