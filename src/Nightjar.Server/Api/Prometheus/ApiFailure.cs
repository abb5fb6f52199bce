using Microsoft.AspNetCore.Http;

namespace Nightjar.Server.Api.Prometheus;

/// <summary>An answer that is an error, in the words of Prometheus' API.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Type">Prometheus' errorType.</param>
/// <param name="Message">A sentence.</param>
internal sealed record ApiFailure(int Status, string Type, string Message)
{
    /// <summary>The request cannot be understood.</summary>
    public static ApiFailure BadData(string message) => new(StatusCodes.Status400BadRequest, "bad_data", message);

    /// <summary>A parameter cannot be understood.</summary>
    public static ApiFailure BadParameter(string name, string message) => BadData($"invalid parameter \"{name}\": {message}");

    /// <summary>The request is understood and cannot be carried out.</summary>
    public static ApiFailure Execution(string message) => new(StatusCodes.Status422UnprocessableEntity, "execution", message);

    /// <summary>It took too long, or the server has too much to do.</summary>
    public static ApiFailure Timeout(string message) => new(StatusCodes.Status503ServiceUnavailable, "timeout", message);
}
