using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Nightjar.Server.Ui.Queries;

/// <summary>Where the server really listens: ports of 0 in the options are free ones in truth.</summary>
public sealed class ServerAddresses(IServer server, ServerOptions options)
{
    /// <summary>OTLP over gRPC; null when it is off.</summary>
    public Uri? OtlpGrpc => options.OtlpGrpc is null ? null : At(1);

    /// <summary>OTLP over HTTP; null when it is off.</summary>
    public Uri? OtlpHttp => options.OtlpHttp is null ? null : At(options.OtlpGrpc is null ? 1 : 2);

    // Kestrel lists its addresses in the order in which they were configured: pages, gRPC, HTTP (NightjarServer.Listen).
    private Uri? At(int index)
    {
        ICollection<string> addresses = server.Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        return addresses.Count > index ? new Uri(addresses.ElementAt(index)) : null;
    }
}
