using Microsoft.Extensions.Options;

namespace Nightjar.Server.Access;

/// <summary>What the guard knows: the token, where there is one, and who is guessing it.</summary>
internal sealed class AccessGate(AccessToken? token, WrongTokens wrong, IOptions<AccessOptions> options, TimeProvider time)
{
    /// <summary>Null when only this machine may connect.</summary>
    public AccessToken? Token { get; } = token;

    /// <summary>The browsers' sessions; null without a token.</summary>
    public Session? Sessions { get; } = token is null ? null : new Session(token, time);

    /// <summary>Who is guessing.</summary>
    public WrongTokens Wrong { get; } = wrong;

    /// <summary>The section.</summary>
    public AccessOptions Options { get; } = options.Value;
}
