namespace Nightjar.Server.Ingestion.Host;

/// <summary>Something of this machine that cannot be read.</summary>
/// <param name="What">File or fact: <c>/proc/pressure/cpu</c>.</param>
/// <param name="Why">The reason, and what would help where that is known.</param>
public sealed record HostProblem(string What, string Why);
