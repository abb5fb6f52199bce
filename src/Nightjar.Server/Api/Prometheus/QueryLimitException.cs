namespace Nightjar.Server.Api.Prometheus;

/// <summary>A query wants more than the options allow; caught where the answer is written.</summary>
internal sealed class QueryLimitException(string message) : Exception(message);
