using System.Globalization;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Primitives;

namespace Nightjar.Server.Ingestion.Otlp;

/// <summary>
/// Counts what gRPC itself refuses (too large, broken, an unknown packing): the service's code never sees such a request, so its
/// answer is read on the way out. And leaves the size of a message to gRPC.
/// </summary>
internal static class GrpcRefusals
{
    /// <summary>Wraps an endpoint.</summary>
    public static void Count(EndpointBuilder endpoint)
    {
        if (endpoint.RequestDelegate is { } next)
        {
            endpoint.RequestDelegate = http => RunAsync(http, next);
        }
    }

    private static async Task RunAsync(HttpContext http, RequestDelegate next)
    {
        // gRPC refuses a message by its announced length before it reads it; Kestrel's own bound would only cut ours short.
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = null;
        }

        await next(http);
        RefusalReason? reason = StatusOf(http) switch
        {
            StatusCode.InvalidArgument => RefusalReason.Malformed,
            StatusCode.ResourceExhausted => RefusalReason.TooLarge,
            StatusCode.Unimplemented => RefusalReason.UnknownContentType,
            _ => null,
        };
        if (reason is { } counted)
        {
            string sentence = Uri.UnescapeDataString(Read(http, "grpc-message").ToString());
            http.RequestServices.GetRequiredService<MetricsReceiver>().Refuse(counted, sentence, http.Connection.RemoteIpAddress);
        }
    }

    private static StatusCode StatusOf(HttpContext http) =>
        int.TryParse(Read(http, "grpc-status"), NumberStyles.None, CultureInfo.InvariantCulture, out int code) ? (StatusCode)code : StatusCode.Unknown;

    // An answer without a message carries its status in the headers, any other in the trailers.
    private static StringValues Read(HttpContext http, string name)
    {
        IHeaderDictionary? trailers = http.Features.Get<IHttpResponseTrailersFeature>()?.Trailers;
        return trailers is not null && trailers.TryGetValue(name, out StringValues value) ? value : http.Response.Headers[name];
    }
}
