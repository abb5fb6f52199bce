using System.Diagnostics.Metrics;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using Nightjar.Core.Telemetry;

namespace Nightjar.Server.Ingestion.Prometheus;

/// <summary><c>POST /api/v1/write</c>: Prometheus remote write 1.0 and 2.0.</summary>
internal sealed class RemoteWriteReceiver
{
    // Long enough for the disk to take a few commits, short enough that a sender's own queue does not overflow.
    private const int RetryAfterSeconds = 5;
    private const int FirstBuffer = 64 * 1024;

    private readonly FrontDoor _door;
    private readonly SourceLedger _ledger;
    private readonly WriteRequestReader _first;
    private readonly WriteRequestV2Reader _second;
    private readonly int _maxBodyBytes;
    private readonly TimeProvider _time;
    private readonly Counter<long> _exemplars;

    public RemoteWriteReceiver(
        FrontDoor door, SourceLedger ledger, RemoteWriteReaders readers, IOptions<IngestionOptions> options, IMeterFactory meters, TimeProvider time)
    {
        _door = door;
        _ledger = ledger;
        _first = readers.First;
        _second = readers.Second;
        _maxBodyBytes = options.Value.MaxBodyBytes;
        _time = time;
        _exemplars = meters.Create(SelfMeter.Name)
            .CreateCounter<long>("nightjar.ingestion.exemplars_dropped", "{exemplar}", "Exemplars received and not kept.");
    }

    /// <summary>Answers one request.</summary>
    public async Task ReceiveAsync(HttpContext context)
    {
        string source = RemoteWriteHeaders.Source(context);
        RemoteWriteVersion version = RemoteWriteHeaders.Version(context.Request);
        if (version == RemoteWriteVersion.Unknown || !RemoteWriteHeaders.IsSnappy(context.Request))
        {
            Refusals refusals = new();
            refusals.Add(RefusalReason.UnknownContentType, 1, () => DescribeType(context.Request));
            await RefuseAsync(context, source, StatusCodes.Status415UnsupportedMediaType, refusals);
            return;
        }

        // This limit replaces the web server's own, which is lower than many a configured one.
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = null;
        }

        using BodyMemory.Share memory = _door.Bodies.Open();
        if (!memory.TryGrow(Math.Min(context.Request.ContentLength ?? _maxBodyBytes, _maxBodyBytes)))
        {
            await ComeAgainAsync(context, source);
            return;
        }

        using PooledBuffer body = new((int)Math.Min(context.Request.ContentLength + 1 ?? FirstBuffer, _maxBodyBytes + 1L));
        if (context.Request.ContentLength > _maxBodyBytes || !await body.TryReadAsync(context.Request.Body, _maxBodyBytes, context.RequestAborted))
        {
            Refusals refusals = new();
            refusals.Add(RefusalReason.TooLarge, 1, () => $"the body has over {_maxBodyBytes} bytes: send smaller requests, or raise ingestion.maxBodyBytes");
            await RefuseAsync(context, source, StatusCodes.Status413PayloadTooLarge, refusals);
            return;
        }

        if (SnappyBlock.TryReadLength(body.Span, out uint length) && length <= _maxBodyBytes && !memory.TryGrow(length))
        {
            await ComeAgainAsync(context, source);
            return;
        }

        Refusals broken = new();
        using PooledBuffer? message = SnappyBlock.Decompress(body.Span, _maxBodyBytes, broken);
        if (message is null)
        {
            int status = broken.Only(RefusalReason.TooLarge) ? StatusCodes.Status413PayloadTooLarge : StatusCodes.Status400BadRequest;
            await RefuseAsync(context, source, status, broken);
            return;
        }

        await WriteAsync(context, message, version, source);
    }

    private async Task WriteAsync(HttpContext context, PooledBuffer message, RemoteWriteVersion version, string source)
    {
        using SampleBatch batch = new(source);
        RemoteWriteContent content = version == RemoteWriteVersion.V1 ? _first.Read(message.Span, batch) : _second.Read(message.Span, batch);
        _exemplars.Add(content.Exemplars);

        // The whole request is here, so a sender who hangs up now is still taken at his word: its samples are counted and kept once.
        WriteOutcome outcome = await _door.WriteAsync(batch, CancellationToken.None);
        if (outcome != WriteOutcome.Durable)
        {
            SetComeAgain(context.Response);
            await context.Response.WriteAsync(batch.Refusals.Total > 0 ? batch.Refusals.ToString() : "the server is stopping; send it again", context.RequestAborted);
            return;
        }

        if (version == RemoteWriteVersion.V2)
        {
            (int samples, int histograms) = content.Written(batch);
            SetWritten(context.Response, "Samples", samples);
            SetWritten(context.Response, "Histograms", histograms);
            SetWritten(context.Response, "Exemplars", 0);
        }

        if (batch.Refusals.Total == 0)
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }

        context.Response.StatusCode = StatusCodes.Status400BadRequest;
        await context.Response.WriteAsync(batch.Refusals.ToString(), context.RequestAborted);
    }

    private async Task ComeAgainAsync(HttpContext context, string source)
    {
        Refusals refusals = new();
        refusals.Add(RefusalReason.Overloaded, 1, () => _door.Bodies.Sentence);
        SetComeAgain(context.Response);
        await RefuseAsync(context, source, StatusCodes.Status503ServiceUnavailable, refusals);
    }

    private static void SetComeAgain(HttpResponse response)
    {
        response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        response.Headers.RetryAfter = RetryAfterSeconds.ToString(CultureInfo.InvariantCulture);
    }

    private async Task RefuseAsync(HttpContext context, string source, int status, Refusals refusals)
    {
        _ledger.Record(source, 0, refusals, _time.NowNs());
        context.Response.StatusCode = status;
        await context.Response.WriteAsync(refusals.ToString(), context.RequestAborted);
    }

    private static void SetWritten(HttpResponse response, string what, int count) =>
        response.Headers[$"X-Prometheus-Remote-Write-{what}-Written"] = count.ToString(CultureInfo.InvariantCulture);

    private static string DescribeType(HttpRequest request) =>
        $"content type {request.ContentType}, encoding {request.Headers.ContentEncoding} is not spoken here: send application/x-protobuf "
        + "(proto=prometheus.WriteRequest or proto=io.prometheus.write.v2.Request) with Content-Encoding: snappy";
}
