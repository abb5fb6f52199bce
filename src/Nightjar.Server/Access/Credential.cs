using System.Text;
using Microsoft.AspNetCore.Http;

namespace Nightjar.Server.Access;

/// <summary>The token that a request carries in its Authorization header.</summary>
internal static class Credential
{
    /// <summary><c>Bearer TOKEN</c>, or <c>Basic</c> with the token as password and any user name. Null when there is none; empty when it is unreadable.</summary>
    public static string? Of(HttpRequest request)
    {
        string header = request.Headers.Authorization.ToString();
        if (header.Length == 0)
        {
            return null;
        }

        int space = header.IndexOf(' ', StringComparison.Ordinal);
        string scheme = space < 0 ? header : header[..space];
        string value = space < 0 ? "" : header[(space + 1)..].Trim();
        if (scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase))
        {
            return value;
        }

        return scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase) ? PasswordOf(value) : "";
    }

    private static string PasswordOf(string base64)
    {
        byte[] bytes = new byte[base64.Length];
        if (!Convert.TryFromBase64String(base64, bytes, out int length))
        {
            return "";
        }

        string pair = Encoding.UTF8.GetString(bytes, 0, length);
        int colon = pair.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? "" : pair[(colon + 1)..];
    }
}
