using System.Net.Http.Headers;
using System.Text;

namespace Nightjar.Server.Configuration;

/// <summary>What another server is shown: a bearer token, or a user with a password. A secret in a file is read at each request, so that it may be renewed.</summary>
public sealed class RemoteAuth
{
    /// <summary>For basic authentication.</summary>
    public string? User { get; set; }

    /// <summary>The password of <see cref="User"/>, or without a user the bearer token.</summary>
    public string? Secret { get; set; }

    /// <summary>The file that holds it instead.</summary>
    public string? SecretFile { get; set; }

    /// <summary>The header, or null when nothing is set.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    internal async Task<AuthenticationHeaderValue?> ToHeaderAsync(CancellationToken cancellation)
    {
        string? secret = Secret ?? (SecretFile is null ? null : (await File.ReadAllTextAsync(SecretFile, cancellation)).Trim());
        if (User is not null)
        {
            return new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{User}:{secret}")));
        }

        return secret is null ? null : new AuthenticationHeaderValue("Bearer", secret);
    }
}
