using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace Nightjar.Commands.Serve;

/// <summary>Reads <c>ADDR:PORT</c>. A name other than <c>localhost</c> is refused: what it resolves to is not what one wants to bind.</summary>
internal static class EndPointText
{
    /// <summary>True for <c>127.0.0.1:7600</c>, <c>[::1]:7600</c>, <c>localhost:7600</c>. Port 0 takes a free one.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out IPEndPoint? endPoint)
    {
        const string LocalHost = "localhost:";
        string address = text.StartsWith(LocalHost, StringComparison.OrdinalIgnoreCase) ? "127.0.0.1:" + text[LocalHost.Length..] : text;

        // IPEndPoint takes a bare number for an address, and a bare address for one with port 0.
        bool hasPort = address.LastIndexOf(':') > address.LastIndexOf(']') && (address.StartsWith('[') || address.Count(sign => sign == ':') == 1);
        if (hasPort && IPEndPoint.TryParse(address, out endPoint))
        {
            return true;
        }

        endPoint = null;
        return false;
    }
}
