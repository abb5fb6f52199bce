namespace Nightjar.Commands.Serve;

/// <summary>A server that holds a data directory.</summary>
/// <param name="Url">Where its API answers.</param>
/// <param name="ProcessId">Its process.</param>
/// <param name="Started">When it began to listen, UTC.</param>
/// <param name="NeedsToken">True when requests need the configured token.</param>
internal sealed record RunningServer(string Url, int ProcessId, DateTimeOffset Started, bool NeedsToken);
