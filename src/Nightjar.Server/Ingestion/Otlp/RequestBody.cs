using System.Buffers;
using System.IO.Compression;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Nightjar.Server.Ingestion.Otlp;

/// <summary>Reads a request's body whole, unpacked, and never more than allowed: a few kilobytes of gzip can hold gigabytes.</summary>
internal static class RequestBody
{
    private const int ChunkBytes = 81_920;

    /// <summary>True when the body's encoding is one of those <see cref="ReadAsync"/> unpacks.</summary>
    public static bool Knows(string encoding) =>
        encoding.Length == 0
        || encoding.Equals("identity", StringComparison.OrdinalIgnoreCase)
        || encoding.Equals("gzip", StringComparison.OrdinalIgnoreCase);

    /// <summary>The body, or why there is none.</summary>
    public static async Task<(ReadOnlyMemory<byte> Body, RefusalReason? Refusal)> ReadAsync(
        HttpRequest request, int maxBytes, BodyMemory.Share memory, CancellationToken cancellation)
    {
        // What is announced is taken before it is read; what it unpacks to beyond that, or comes unannounced, as it comes.
        long taken = Math.Min(request.ContentLength ?? 0, maxBytes);
        if (!memory.TryGrow(taken))
        {
            return (default, RefusalReason.Overloaded);
        }

        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = maxBytes;
        }

        bool isGzip = request.Headers.ContentEncoding.ToString().Equals("gzip", StringComparison.OrdinalIgnoreCase);
        try
        {
            await using Stream? unpacking = isGzip ? new GZipStream(request.Body, CompressionMode.Decompress) : null;
            ArrayBufferWriter<byte> body = new(ChunkBytes);
            int read;
            while ((read = await (unpacking ?? request.Body).ReadAsync(body.GetMemory(ChunkBytes), cancellation)) > 0)
            {
                body.Advance(read);
                if (body.WrittenCount > maxBytes)
                {
                    return (default, RefusalReason.TooLarge);
                }

                if (body.WrittenCount > taken)
                {
                    if (!memory.TryGrow(body.WrittenCount - taken))
                    {
                        return (default, RefusalReason.Overloaded);
                    }

                    taken = body.WrittenCount;
                }
            }

            return (body.WrittenMemory, null);
        }
        catch (BadHttpRequestException failure) when (failure.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return (default, RefusalReason.TooLarge);
        }
        catch (InvalidDataException)
        {
            return (default, RefusalReason.Malformed);
        }
    }
}
