namespace Nightjar.Server.Api.Prometheus;

/// <summary>Unwinds the parser of one expression; never leaves <see cref="ExpressionParser.TryParse"/>.</summary>
internal sealed class ExpressionException(string message) : Exception(message);
