using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Nightjar.Server.Ingestion.Prometheus;

/// <summary>What the headers of a remote write request say.</summary>
internal static class RemoteWriteHeaders
{
    /// <summary>
    /// The message by content type. As Prometheus does, a request without one is taken as 1.0: senders older than the written
    /// protocol leave it out.
    /// </summary>
    public static RemoteWriteVersion Version(HttpRequest request)
    {
        if (string.IsNullOrEmpty(request.ContentType))
        {
            return RemoteWriteVersion.V1;
        }

        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out MediaTypeHeaderValue? type)
            || !type.MediaType.Equals("application/x-protobuf", StringComparison.OrdinalIgnoreCase))
        {
            return RemoteWriteVersion.Unknown;
        }

        NameValueHeaderValue? message = type.Parameters.FirstOrDefault(parameter => parameter.Name.Equals("proto", StringComparison.OrdinalIgnoreCase));
        return HeaderUtilities.RemoveQuotes(message?.Value ?? "").Value switch
        {
            "" or "prometheus.WriteRequest" => RemoteWriteVersion.V1,
            "io.prometheus.write.v2.Request" => RemoteWriteVersion.V2,
            _ => RemoteWriteVersion.Unknown,
        };
    }

    /// <summary>The protocol demands snappy; a sender that does not say so still has to use it.</summary>
    public static bool IsSnappy(HttpRequest request) =>
        request.Headers.ContentEncoding.ToString() is "" or "snappy" or "Snappy";

    /// <summary>The source's name under Settings → Sources.</summary>
    public static string Source(HttpContext context)
    {
        System.Net.IPAddress? address = context.Connection.RemoteIpAddress;
        return $"remote write {(address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address)}";
    }
}
