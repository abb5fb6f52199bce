using System.Text;
using Google.Protobuf;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Nightjar.Server.Ingestion.Otlp;

/// <summary>One of OTLP/HTTP's two encodings: reads the request and writes the answer in kind.</summary>
internal sealed class OtlpEncoding
{
    /// <summary>Binary protobuf.</summary>
    public static readonly OtlpEncoding Protobuf = new("application/x-protobuf");

    /// <summary>Protobuf's JSON form.</summary>
    public static readonly OtlpEncoding Json = new("application/json");

    private static readonly JsonParser JsonParser = new(JsonParser.Settings.Default.WithIgnoreUnknownFields(true));
    private static readonly JsonFormatter JsonFormatter = new(JsonFormatter.Settings.Default);

    private readonly string _mediaType;

    private OtlpEncoding(string mediaType) => _mediaType = mediaType;

    /// <summary>The encoding of a content type; null for any other.</summary>
    public static OtlpEncoding? Of(string? contentType)
    {
        if (!MediaTypeHeaderValue.TryParse(contentType, out MediaTypeHeaderValue? parsed))
        {
            return null;
        }

        return Is(parsed, Protobuf) ? Protobuf : Is(parsed, Json) ? Json : null;
    }

    /// <summary>Reads a request. False, with a sentence, for bytes that are none.</summary>
    public bool TryParse<TRequest>(MessageParser<TRequest> parser, ReadOnlyMemory<byte> body, out TRequest request, out string error)
        where TRequest : class, IMessage<TRequest>, new()
    {
        error = "";
        try
        {
            request = this == Json ? ParseJson<TRequest>(body) : parser.ParseFrom(body.Span);
            return true;
        }
        catch (Exception failure) when (failure is InvalidProtocolBufferException or InvalidJsonException)
        {
            request = new TRequest();
            error = $"this is not an {typeof(TRequest).Name} in {_mediaType}: {failure.Message}";
            return false;
        }
    }

    /// <summary>Answers with a message.</summary>
    public async Task WriteAsync(HttpResponse response, int status, IMessage message, CancellationToken cancellation)
    {
        response.StatusCode = status;
        response.ContentType = _mediaType;
        if (this == Json)
        {
            await response.WriteAsync(JsonFormatter.Format(message), cancellation);
        }
        else
        {
            await response.Body.WriteAsync(message.ToByteArray(), cancellation);
        }
    }

    private static TRequest ParseJson<TRequest>(ReadOnlyMemory<byte> body)
        where TRequest : class, IMessage<TRequest>, new()
    {
        using StringReader text = new(Encoding.UTF8.GetString(body.Span));
        return JsonParser.Parse<TRequest>(text);
    }

    private static bool Is(MediaTypeHeaderValue type, OtlpEncoding encoding) =>
        type.MediaType.Equals(encoding._mediaType, StringComparison.OrdinalIgnoreCase);
}
