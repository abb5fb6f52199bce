using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace Nightjar.Server.Api.V1;

/// <summary>Gives the framework's own refusals, which have no content, a code and a sentence as all others have.</summary>
internal static class EmptyAnswer
{
    /// <summary>Writes the problem document.</summary>
    public static Task FillAsync(StatusCodeContext pages)
    {
        int status = pages.HttpContext.Response.StatusCode;
        (string code, string sentence) = status switch
        {
            StatusCodes.Status400BadRequest => ("request_unreadable", "A parameter or the body is not of its type: compare it with /openapi/v1.json."),
            StatusCodes.Status404NotFound => ("call_unknown", "There is no such call: /scalar shows those there are."),
            StatusCodes.Status405MethodNotAllowed => ("method_not_allowed", "This call has another method: /scalar shows it."),
            StatusCodes.Status413PayloadTooLarge => ("body_too_large", "The body is too large for this call: send less."),
            StatusCodes.Status415UnsupportedMediaType => ("content_type_not_allowed", "Send the body as application/json."),
            _ => ("failed", "The server could not answer: its log says why."),
        };
        return TypedResults.Problem(sentence, statusCode: status, extensions: new Dictionary<string, object?> { ["code"] = code })
            .ExecuteAsync(pages.HttpContext);
    }
}
