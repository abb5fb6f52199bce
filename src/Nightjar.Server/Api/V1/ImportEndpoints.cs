using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Nightjar.Server.Ingestion.History;
using Nightjar.Storage;

namespace Nightjar.Server.Api.V1;

/// <summary>A past from a file.</summary>
internal static class ImportEndpoints
{
    public static void Map(RouteGroupBuilder api) =>
        api.MapPost("/import", ImportAsync).WithName("import")
            .WithSummary("Stores and learns a past: the body is a CSV or Parquet file; answers once all is learnt")
            .WithMetadata(new DisableRequestSizeLimitAttribute()) // it goes to disk as it comes
            .Accepts<Stream>("application/octet-stream")
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static async Task<Results<Ok<FileReport>, ProblemHttpResult>> ImportAsync(
        HttpRequest request, FileUploads uploads, CancellationToken cancellation, string file = "upload")
    {
        try
        {
            return TypedResults.Ok(await uploads.TakeAsync(request.Body, file, cancellation));
        }
        catch (HistoryException failure)
        {
            return Refusal.Cannot("file_unusable", $"{file}: {failure.Message}.");
        }
        catch (Exception failure) when (failure is StorageException or IOException)
        {
            return Refusal.Unavailable("storage_failed", failure.Message);
        }
    }
}
