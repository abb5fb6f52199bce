using System.Globalization;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Nightjar.Server.Ingestion.Otlp;

/// <summary>OTLP over HTTP: <c>POST /v1/metrics</c>, <c>POST /v1/logs</c>.</summary>
/// <typeparam name="TRequest">The signal's request on the wire.</typeparam>
internal sealed class OtlpHttpEndpoint<TRequest>(ExportReceiver<TRequest> receiver, IOptions<IngestionOptions> options)
    where TRequest : class, IMessage<TRequest>, new()
{
    /// <summary>Answers one request.</summary>
    public async Task HandleAsync(HttpContext http)
    {
        HttpRequest request = http.Request;
        OtlpEncoding? encoding = OtlpEncoding.Of(request.ContentType);
        string packing = request.Headers.ContentEncoding.ToString();
        if (encoding is null || !RequestBody.Knows(packing))
        {
            string sentence = encoding is null
                ? $"the content type '{request.ContentType}' is not spoken here: send application/x-protobuf or application/json"
                : $"the content encoding '{packing}' is not spoken here: send gzip or none";
            await RefuseAsync(http, encoding ?? OtlpEncoding.Json, RefusalReason.UnknownContentType, sentence);
            return;
        }

        int maxBytes = options.Value.MaxBodyBytes;
        using BodyMemory.Share memory = receiver.Bodies.Open();
        (ReadOnlyMemory<byte> body, RefusalReason? refusal) = await RequestBody.ReadAsync(request, maxBytes, memory, http.RequestAborted);
        if (refusal == RefusalReason.Overloaded)
        {
            receiver.Refuse(RefusalReason.Overloaded, receiver.Bodies.Sentence, http.Connection.RemoteIpAddress);
            await AnswerAsync(http, encoding, new ExportAnswer(WriteOutcome.Overloaded, 0, receiver.Bodies.Sentence));
            return;
        }

        if (refusal is { } reason)
        {
            string sentence = reason == RefusalReason.TooLarge
                ? $"the body has more than {maxBytes} bytes: send smaller batches, or raise ingestion.maxBodyBytes"
                : "the body says it is gzip and is not";
            await RefuseAsync(http, encoding, reason, sentence);
            return;
        }

        if (!encoding.TryParse(receiver.Parser, body, out TRequest export, out string error))
        {
            await RefuseAsync(http, encoding, RefusalReason.Malformed, error);
            return;
        }

        ExportAnswer answer = await receiver.ExportAsync(export, http.Connection.RemoteIpAddress, http.RequestAborted);
        await AnswerAsync(http, encoding, answer);
    }

    private Task AnswerAsync(HttpContext http, OtlpEncoding encoding, ExportAnswer answer)
    {
        if (answer.Outcome == WriteOutcome.Durable)
        {
            return encoding.WriteAsync(http.Response, StatusCodes.Status200OK, receiver.ResponseOf(answer), http.RequestAborted);
        }

        http.Response.Headers.RetryAfter = ExportAnswer.RetryDelay.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        Wire.Status status = new() { Code = (int)StatusCode.Unavailable, Message = answer.Message };
        return encoding.WriteAsync(http.Response, StatusCodes.Status503ServiceUnavailable, status, http.RequestAborted);
    }

    private Task RefuseAsync(HttpContext http, OtlpEncoding encoding, RefusalReason reason, string sentence)
    {
        receiver.Refuse(reason, sentence, http.Connection.RemoteIpAddress);
        (int httpStatus, StatusCode code) = reason switch
        {
            RefusalReason.TooLarge => (StatusCodes.Status413PayloadTooLarge, StatusCode.ResourceExhausted),
            RefusalReason.UnknownContentType => (StatusCodes.Status415UnsupportedMediaType, StatusCode.InvalidArgument),
            _ => (StatusCodes.Status400BadRequest, StatusCode.InvalidArgument),
        };
        return encoding.WriteAsync(http.Response, httpStatus, new Wire.Status { Code = (int)code, Message = sentence }, http.RequestAborted);
    }
}
