namespace Nightjar.Server.Api.V1;

/// <summary>When this server was put together.</summary>
internal sealed class ServerStart(TimeProvider time)
{
    /// <summary>UTC.</summary>
    public DateTimeOffset At { get; } = time.GetUtcNow();
}
