using System.Diagnostics.Metrics;
using System.Net.Http.Headers;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Snappier;

namespace Nightjar.Server.Detection.Results;

/// <summary>
/// Writes results to a Prometheus-compatible server. What it will take later is tried until it does, while the queue drops its
/// oldest; what it refuses is given up.
/// </summary>
internal sealed partial class ResultSender(
    IOptions<ResultsOptions> options, ResultQueue queue, TimeProvider time, IMeterFactory meters, ILogger<ResultSender> log) : BackgroundService
{
    // Four samples each: as many samples in a request as Prometheus sends by default.
    private const int ResultsAtATime = 500;

    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(30);

    // Until so much has come together a request waits this long.
    private static readonly TimeSpan Gathering = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private bool _failing;

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        RemoteWriteOptions target = options.Value.RemoteWrite;
        if (target.Url is not { } url)
        {
            return;
        }

        Meter meter = meters.Create(SelfMeter.Name);
        Counter<long> sent = meter.CreateCounter<long>("nightjar.detection.results.sent", "{result}", "Results that the receiver has taken, four samples each.");
        Counter<long> retries = meter.CreateCounter<long>("nightjar.detection.results.retries", "{request}", "Requests tried again.");
        using ReceiverClient client = new(target.Auth, RequestTimeout);
        List<SeriesResult> batch = new(ResultsAtATime);
        while (await queue.Waiting.WaitToReadAsync(stoppingToken))
        {
            if (queue.Waiting.Count < ResultsAtATime)
            {
                await Task.Delay(Gathering, time, stoppingToken);
            }

            while (batch.Count < ResultsAtATime && queue.Waiting.TryRead(out SeriesResult result))
            {
                batch.Add(result);
            }

            if (await SendAsync(client, url, batch, retries, stoppingToken))
            {
                sent.Add(batch.Count);
            }

            batch.Clear();
        }
    }

    private async Task<bool> SendAsync(ReceiverClient client, Uri url, List<SeriesResult> batch, Counter<long> retries, CancellationToken cancellation)
    {
        byte[] body = Snappy.CompressToArray(WriteRequest.Of(batch));
        TimeSpan pause = TimeSpan.FromSeconds(1);
        while (true)
        {
            using ByteArrayContent content = new(body);
            content.Headers.ContentType = new MediaTypeHeaderValue("application/x-protobuf");
            content.Headers.ContentEncoding.Add("snappy");
            content.Headers.Add("X-Prometheus-Remote-Write-Version", "0.1.0");
            ReceiverAnswer answer = await client.PostAsync(url, content, cancellation);
            if (answer.Problem is not { } problem)
            {
                _failing = false;
                return true;
            }

            Say(url, problem);
            if (!answer.MayRetry)
            {
                queue.CountDropped("refused", batch.Count);
                return false;
            }

            retries.Add(1);
            await Task.Delay(answer.RetryAfter is { } asked && asked > pause && asked <= LongestPause ? asked : pause, time, cancellation);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    private void Say(Uri url, string problem)
    {
        if (!_failing)
        {
            _failing = true;
            LogNotTaken(url, problem);
        }
    }

    [LoggerMessage(EventId = 2091, Level = LogLevel.Warning, Message = "Results were not taken by {Url}: {Problem}. What is new is tried until it is taken.")]
    private partial void LogNotTaken(Uri url, string problem);
}
