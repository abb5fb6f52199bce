using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Nightjar.Server.Access;

/// <summary>Refusals in the protocol of who asks: gRPC, a browser's navigation, or HTTP with ProblemDetails and a stable code.</summary>
internal static class AccessAnswer
{
    // https://grpc.github.io/grpc/core/md_doc_statuscodes.html
    private const int GrpcPermissionDenied = 7;
    private const int GrpcUnauthenticated = 16;
    private const int GrpcUnavailable = 14;

    public static Task ForbiddenAsync(HttpContext context, string code, string sentence) =>
        AnswerAsync(context, StatusCodes.Status403Forbidden, GrpcPermissionDenied, code, sentence);

    public static Task UnauthorizedAsync(HttpContext context, string code, string sentence)
    {
        if (IsNavigation(context.Request))
        {
            context.Response.Redirect($"{LoginPage.Path}?to={Uri.EscapeDataString(context.Request.Path + context.Request.QueryString)}");
            return Task.CompletedTask;
        }

        // "Basic" would make a browser ask with a window of its own in the middle of a page.
        context.Response.Headers.WWWAuthenticate = context.Request.Headers.ContainsKey("Sec-Fetch-Mode")
            ? "Bearer realm=\"nightjar\""
            : "Bearer realm=\"nightjar\", Basic realm=\"nightjar\", charset=\"UTF-8\"";
        return AnswerAsync(context, StatusCodes.Status401Unauthorized, GrpcUnauthenticated, code, sentence);
    }

    public static Task TooManyTriesAsync(HttpContext context, TimeSpan left)
    {
        int seconds = (int)Math.Ceiling(left.TotalSeconds);
        context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return AnswerAsync(
            context, StatusCodes.Status429TooManyRequests, GrpcUnavailable, "too_many_tries", $"Too many different wrong tokens from this address: try again in {seconds} s.");
    }

    private static Task AnswerAsync(HttpContext context, int status, int grpcStatus, string code, string sentence)
    {
        if (context.Request.ContentType?.StartsWith("application/grpc", StringComparison.OrdinalIgnoreCase) == true)
        {
            // A gRPC answer without a message is headers only, status included.
            context.Response.ContentType = "application/grpc";
            context.Response.Headers["grpc-status"] = grpcStatus.ToString(CultureInfo.InvariantCulture);
            context.Response.Headers["grpc-message"] = Uri.EscapeDataString(sentence);
            return Task.CompletedTask;
        }

        return TypedResults.Problem(sentence, statusCode: status, extensions: new Dictionary<string, object?> { ["code"] = code }).ExecuteAsync(context);
    }

    private static bool IsNavigation(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) && request.Headers.Authorization.Count == 0
        && request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);
}
