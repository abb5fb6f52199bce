using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Nightjar.Server.Access;

/// <summary>A browser's session as a signed cookie: <c>EXPIRY.SIGNATURE</c>, the expiry in seconds since 1970. Nothing is kept on the server.</summary>
internal sealed class Session(AccessToken token, TimeProvider time)
{
    /// <summary>
    /// The cookie's name. A browser sends cookies to all ports of a host alike: with the port in the name, two servers on one host do
    /// not log each other out.
    /// </summary>
    public static string CookieOf(HttpContext context) =>
        string.Create(CultureInfo.InvariantCulture, $"nightjar-session-{context.Request.Host.Port ?? context.Connection.LocalPort}");

    /// <summary>A new one.</summary>
    public string Create(TimeSpan age)
    {
        string expiry = (time.GetUtcNow() + age).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return $"{expiry}.{Base64Url.EncodeToString(token.Sign(Encoding.ASCII.GetBytes(expiry)))}";
    }

    /// <summary>True for one made here with this token that has not expired.</summary>
    public bool IsValid(string cookie)
    {
        int dot = cookie.IndexOf('.', StringComparison.Ordinal);
        if (dot <= 0
            || !long.TryParse(cookie.AsSpan(0, dot), NumberStyles.None, CultureInfo.InvariantCulture, out long expiry)
            || expiry <= time.GetUtcNow().ToUnixTimeSeconds())
        {
            return false;
        }

        string signature = Base64Url.EncodeToString(token.Sign(Encoding.ASCII.GetBytes(cookie[..dot])));
        return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(signature), Encoding.UTF8.GetBytes(cookie[(dot + 1)..]));
    }
}
