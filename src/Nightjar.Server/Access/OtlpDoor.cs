using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Nightjar.Server.Access;

/// <summary>Marks a connection that came in by one of the OTLP ports, which serve OTLP and nothing else.</summary>
internal sealed class OtlpDoor
{
    private const string GrpcPrefix = "/opentelemetry.proto.collector.";

    private static readonly OtlpDoor Mark = new();

    /// <summary>By a mark and not by port number: port 0 is known only after binding.</summary>
    public static void MarkConnections(ListenOptions listen) =>
        listen.Use(next => connection =>
        {
            connection.Features.Set(Mark);
            return next(connection);
        });

    /// <summary>Answers 404 to what does not belong on an OTLP port.</summary>
    public static Task GuardAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Features.Get<OtlpDoor>() is null || IsOtlp(context.Request.Path))
        {
            return next(context);
        }

        return TypedResults.Problem(
            "This port takes OTLP only; pages, API and remote write are on the port of --listen.",
            statusCode: StatusCodes.Status404NotFound,
            extensions: new Dictionary<string, object?> { ["code"] = "otlp_port" }).ExecuteAsync(context);
    }

    private static bool IsOtlp(PathString path) =>
        path.Value is { } text && (text.StartsWith(GrpcPrefix, StringComparison.Ordinal) || text is "/v1/metrics" or "/v1/logs" or "/v1/traces");
}
