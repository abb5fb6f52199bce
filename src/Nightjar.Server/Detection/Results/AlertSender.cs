using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Nightjar.Core.Detection;
using Nightjar.Storage;
using Nightjar.Storage.State;

namespace Nightjar.Server.Detection.Results;

/// <summary>
/// Tells the Alertmanagers of open anomalies. It reads the state store, so that it begins after a restart where it was, and holds
/// nothing up: what could not be sent is sent at the next look.
/// </summary>
internal sealed partial class AlertSender : BackgroundService
{
    // Records read at one look: many times what is told of, as they are chosen by severity afterwards.
    private const int MostOpen = 100_000;

    // Alerts in one request.
    private const int AlertsAtATime = 500;

    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(10);

    private readonly AlertmanagerOptions _options;
    private readonly AlertBook _book;
    private readonly StateStore _state;
    private readonly DetectionStatus _detection;
    private readonly TimeProvider _time;
    private readonly ILogger<AlertSender> _log;
    private readonly Counter<long> _sent;
    private readonly Counter<long> _failures;
    private readonly HashSet<Uri> _failing = [];

    public AlertSender(
        IOptions<ResultsOptions> options, ServerOptions server, StateStore state, DetectionStatus detection, TimeProvider time, IMeterFactory meters, ILogger<AlertSender> log)
    {
        _options = options.Value.Alertmanager;
        _book = new AlertBook(_options, _options.ExternalUrl ?? Listened(server.Listen));
        _state = state;
        _detection = detection;
        _time = time;
        _log = log;
        Meter meter = meters.Create(SelfMeter.Name);
        _sent = meter.CreateCounter<long>("nightjar.detection.alerts.sent", "{alert}", "Alerts that an Alertmanager has taken, repeats included.");
        _failures = meter.CreateCounter<long>("nightjar.detection.alerts.failures", "{request}", "Requests that an Alertmanager has not taken.");
        meter.CreateObservableGauge("nightjar.detection.alerts.firing", () => _book.Firing, "{anomaly}", "Anomalies told of as going on.");
        meter.CreateObservableGauge("nightjar.detection.alerts.left_out", () => _book.LeftOut, "{anomaly}", "Open anomalies not told of, because there are more than maxAlerts.");
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (_options.Urls.Count == 0)
        {
            return;
        }

        using ReceiverClient client = new(_options.Auth, RequestTimeout);
        using PeriodicTimer timer = new(_options.Interval, _time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            // Until Detection is restored, what is open in the store may be over.
            if (!_detection.Now.IsRestoring)
            {
                await LookAsync(client, stoppingToken);
            }
        }
    }

    private async Task LookAsync(ReceiverClient client, CancellationToken cancellation)
    {
        try
        {
            IReadOnlyList<Anomaly> open = await _state.AnomaliesAsync(new AnomalyFilter { OpenOnly = true, Limit = MostOpen }, cancellation);
            foreach (string id in _book.Open(open))
            {
                _book.Close(id, await _state.AnomalyAsync(id, cancellation));
            }

            DateTimeOffset now = _time.GetUtcNow();
            IReadOnlyList<Alert> due = _book.Due(now);
            bool[] taken = await Task.WhenAll(_options.Urls.Select(url => SendAsync(client, url, due, cancellation)));
            if (taken.Contains(true))
            {
                _book.Sent(now);
            }
        }
        catch (StorageException failure)
        {
            LogReadFailed(failure);
        }
    }

    private async Task<bool> SendAsync(ReceiverClient client, Uri url, IReadOnlyList<Alert> alerts, CancellationToken cancellation)
    {
        foreach (Alert[] some in alerts.Chunk(AlertsAtATime))
        {
            using JsonContent content = JsonContent.Create(some, AlertJson.Default.IReadOnlyListAlert);
            ReceiverAnswer answer = await client.PostAsync(new Uri(Directory(url), "api/v2/alerts"), content, cancellation);
            if (answer.Problem is { } problem)
            {
                _failures.Add(1);
                if (_failing.Add(url))
                {
                    LogSendFailed(url, problem);
                }

                return false;
            }

            _sent.Add(some.Length);
        }

        if (alerts.Count > 0)
        {
            _failing.Remove(url);
        }

        return true;
    }

    /// <summary>An address that stands for all of the machine leads nowhere.</summary>
    private static Uri Listened(IPEndPoint at) =>
        at.Address.Equals(IPAddress.Any) || at.Address.Equals(IPAddress.IPv6Any) ? new UriBuilder("http", Environment.MachineName, at.Port).Uri : new Uri($"http://{at}");

    /// <summary>Behind a proxy an Alertmanager may lie under a path.</summary>
    private static Uri Directory(Uri url) => url.AbsoluteUri.EndsWith('/') ? url : new Uri(url.AbsoluteUri + "/");

    [LoggerMessage(EventId = 2061, Level = LogLevel.Warning, Message = "Open anomalies could not be read for Alertmanager; they are at the next look.")]
    private partial void LogReadFailed(Exception failure);

    [LoggerMessage(EventId = 2062, Level = LogLevel.Warning, Message = "The Alertmanager {Url} has not taken alerts: {Problem}. It is tried again until it does.")]
    private partial void LogSendFailed(Uri url, string problem);
}
