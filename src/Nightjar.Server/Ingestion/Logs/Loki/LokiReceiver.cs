using System.Globalization;
using System.Net;
using Google.Protobuf;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Nightjar.Core.Telemetry;
using Nightjar.Server.Ingestion.Logs.Loki.Wire;
using Nightjar.Server.Ingestion.Otlp;
using Nightjar.Server.Ingestion.Prometheus;
using Nightjar.Storage.Telemetry.Logs;

namespace Nightjar.Server.Ingestion.Logs.Loki;

/// <summary><c>POST /loki/api/v1/push</c>: protobuf in snappy's block format, or JSON, plain or gzip.</summary>
internal sealed class LokiReceiver(LogDoor door, LogLinesCache cache, SourceLedger ledger, IOptions<IngestionOptions> options, TimeProvider time)
{
    /// <summary>Loki's own path.</summary>
    public const string Path = "/loki/api/v1/push";

    private const int RetryAfterSeconds = 5;

    private static readonly MessageParser<PushRequest> Parser = PushRequest.Parser.WithDiscardUnknownFields(true);

    /// <summary>Answers one request.</summary>
    public async Task HandleAsync(HttpContext http)
    {
        string source = SourceOf(http.Connection.RemoteIpAddress);
        Refusals refusals = new();
        PushRequest? request = null;
        using BodyMemory.Share memory = door.Bodies.Open();
        string packing = http.Request.Headers.ContentEncoding.ToString();
        (ReadOnlyMemory<byte> body, RefusalReason? refusal) = RequestBody.Knows(packing)
            ? await RequestBody.ReadAsync(http.Request, options.Value.MaxBodyBytes, memory, http.RequestAborted)
            : (default, RefusalReason.UnknownContentType);
        if (refusal is { } reason)
        {
            refusals.Add(reason, 1, () => reason switch
            {
                RefusalReason.UnknownContentType => $"the content encoding '{packing}' is not spoken here: send gzip or none",
                RefusalReason.Overloaded => door.Bodies.Sentence,
                RefusalReason.TooLarge => $"the body has more than {options.Value.MaxBodyBytes} bytes: send smaller batches, or raise ingestion.maxBodyBytes",
                _ => "the body says it is gzip and is not",
            });
        }
        else
        {
            request = Read(http.Request.ContentType ?? "", body, refusals);
        }

        if (request is null)
        {
            ledger.RecordLines(source, 0, refusals, time.NowNs());
            await AnswerAsync(http, StatusOf(refusals), refusals.ToString());
            return;
        }

        LogBatch batch = new();
        LokiMapper.Map(request, source, cache, time.NowNs(), batch, refusals);
        LogOutcome outcome = await door.WriteAsync(batch, source, refusals, http.RequestAborted);
        int status = outcome.Outcome != WriteOutcome.Durable ? StatusCodes.Status503ServiceUnavailable
            : refusals.Total > 0 ? StatusCodes.Status400BadRequest // what was good is kept; a sender of Loki does not repeat on 400
            : StatusCodes.Status204NoContent;
        await AnswerAsync(http, status, refusals.ToString());
    }

    private PushRequest? Read(string contentType, ReadOnlyMemory<byte> body, Refusals refusals)
    {
        if (contentType.StartsWith("application/json", StringComparison.OrdinalIgnoreCase))
        {
            if (LokiJson.TryParse(body, refusals, out PushRequest? read, out string problem))
            {
                return read;
            }

            refusals.Add(RefusalReason.Malformed, 1, () => problem);
            return null;
        }

        if (!contentType.StartsWith("application/x-protobuf", StringComparison.OrdinalIgnoreCase))
        {
            refusals.Add(RefusalReason.UnknownContentType, 1, () => $"the content type '{contentType}' is not spoken here: send application/x-protobuf or application/json");
            return null;
        }

        using PooledBuffer? message = SnappyBlock.Decompress(body.Span, options.Value.MaxBodyBytes, refusals);
        try
        {
            return message is null ? null : Parser.ParseFrom(message.Span);
        }
        catch (InvalidProtocolBufferException failure)
        {
            refusals.Add(RefusalReason.Malformed, 1, () => $"this is not a push request of Loki: {failure.Message}");
            return null;
        }
    }

    private static int StatusOf(Refusals refusals) => refusals switch
    {
        _ when refusals[RefusalReason.Overloaded] > 0 => StatusCodes.Status503ServiceUnavailable,
        _ when refusals[RefusalReason.TooLarge] > 0 => StatusCodes.Status413PayloadTooLarge,
        _ when refusals[RefusalReason.UnknownContentType] > 0 => StatusCodes.Status415UnsupportedMediaType,
        _ => StatusCodes.Status400BadRequest,
    };

    private static async Task AnswerAsync(HttpContext http, int status, string sentence)
    {
        http.Response.StatusCode = status;
        if (status == StatusCodes.Status503ServiceUnavailable)
        {
            http.Response.Headers.RetryAfter = RetryAfterSeconds.ToString(CultureInfo.InvariantCulture);
        }

        if (status != StatusCodes.Status204NoContent)
        {
            http.Response.ContentType = "text/plain; charset=utf-8";
            await http.Response.WriteAsync(sentence + "\n", http.RequestAborted);
        }
    }

    private static string SourceOf(IPAddress? peer) =>
        $"loki {(peer is null ? "unknown" : (peer.IsIPv4MappedToIPv6 ? peer.MapToIPv4() : peer).ToString())}";
}
