using System.Security.Cryptography;
using System.Text;

namespace Nightjar.Server.Access;

/// <summary>The secret that lets requests in, and the key of the session cookies made from it. Never written anywhere.</summary>
internal sealed class AccessToken
{
    private readonly byte[] _hash;
    private readonly byte[] _sessionKey;

    public AccessToken(string token)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(token);
        _hash = SHA256.HashData(bytes);
        // From the token itself: sessions outlive a restart, and a new token ends them all.
        _sessionKey = HMACSHA256.HashData(bytes, "nightjar session key"u8);
    }

    /// <summary>The token of the options, or null when there is none.</summary>
    /// <exception cref="ConfigurationException">It is too short, or its file cannot be read.</exception>
    public static AccessToken? Read(AccessOptions options)
    {
        if (options.Token is not null && options.TokenFile is not null)
        {
            throw new ConfigurationException("access.token and access.tokenFile are both set: keep one of them.");
        }

        (string? token, string key) = options.TokenFile is null
            ? (options.Token, "access.token")
            : (ReadFile(options.TokenFile), $"The file of access.tokenFile, {options.TokenFile},");
        if (token is null)
        {
            return null;
        }

        return token.Length >= AccessOptions.MinTokenCharacters
            ? new AccessToken(token)
            : throw new ConfigurationException(
                $"{key} has {token.Length} characters and needs at least {AccessOptions.MinTokenCharacters}: `openssl rand -hex 32` makes a good one.");
    }

    /// <summary>Compares in a time that does not depend on the content (hashes, so not on the length either).</summary>
    public bool Matches(string candidate) =>
        CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(candidate)), _hash);

    /// <summary>The signature of a session.</summary>
    public byte[] Sign(ReadOnlySpan<byte> content) => HMACSHA256.HashData(_sessionKey, content);

    private static string ReadFile(string path)
    {
        try
        {
            return File.ReadAllText(path).Trim();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"access.tokenFile cannot be read: {failure.Message}", failure);
        }
    }
}
