using System.Net;
using Microsoft.AspNetCore.Http;

namespace Nightjar.Server.Access;

/// <summary>
/// What a page of another site could make a browser do here. Such a page cannot set these headers, so they tell it apart.
/// </summary>
internal static class BrowserRule
{
    /// <summary>
    /// True when the name asked for is this machine's: a page whose own name was made to point to 127.0.0.1 (DNS rebinding) sends
    /// its own name. No name at all is HTTP/1.0, which browsers do not speak.
    /// </summary>
    public static bool IsOwnHost(HostString host, IList<string> allowed)
    {
        string name = host.Host.TrimEnd('.');
        return name.Length == 0
            || name.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || name.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(name.Trim('[', ']'), out IPAddress? address) && IPAddress.IsLoopback(address))
            || Contains(allowed, name);
    }

    /// <summary>True when a page of another origin makes the browser change something or open a socket here.</summary>
    public static bool IsCrossSite(HttpRequest request, IList<string> allowed)
    {
        bool changes = !HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method) && !HttpMethods.IsOptions(request.Method);
        if (!changes && !request.Headers.Upgrade.ToString().Equals("websocket", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        string origin = request.Headers.Origin.ToString();
        if (origin.Length > 0)
        {
            return !Uri.TryCreate(origin, UriKind.Absolute, out Uri? page)
                || !(page.Authority.Equals(request.Host.Value, StringComparison.OrdinalIgnoreCase) || Contains(allowed, page.Host));
        }

        return request.Headers["Sec-Fetch-Site"].ToString() is "cross-site" or "same-site";
    }

    private static bool Contains(IList<string> allowed, string name) => allowed.Any(host => host.Equals(name, StringComparison.OrdinalIgnoreCase));
}
