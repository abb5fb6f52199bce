using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Nightjar.Server.Api.V1;

/// <summary>Errors of this API: ProblemDetails with a <c>code</c> that stays and a sentence that says what to do.</summary>
internal static class Refusal
{
    /// <summary>A parameter cannot be used.</summary>
    public static ProblemHttpResult Bad(string code, string sentence) => Of(StatusCodes.Status400BadRequest, code, sentence);

    /// <summary>There is no such thing.</summary>
    public static ProblemHttpResult Missing(string code, string sentence) => Of(StatusCodes.Status404NotFound, code, sentence);

    /// <summary>It is too much for one answer, or cannot be carried out.</summary>
    public static ProblemHttpResult Cannot(string code, string sentence) => Of(StatusCodes.Status422UnprocessableEntity, code, sentence);

    /// <summary>It was done already, or something else stands against it.</summary>
    public static ProblemHttpResult Conflict(string code, string sentence) => Of(StatusCodes.Status409Conflict, code, sentence);

    /// <summary>Not now: the same call may succeed later.</summary>
    public static ProblemHttpResult Unavailable(string code, string sentence) => Of(StatusCodes.Status503ServiceUnavailable, code, sentence);

    private static ProblemHttpResult Of(int status, string code, string sentence) =>
        TypedResults.Problem(sentence, statusCode: status, extensions: new Dictionary<string, object?> { ["code"] = code });
}
