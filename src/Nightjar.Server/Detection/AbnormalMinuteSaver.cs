using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Nightjar.Core.Detection;
using Nightjar.Storage;
using Nightjar.Storage.Telemetry;

namespace Nightjar.Server.Detection;

/// <summary>
/// Keeps what stands out in all series, every <see cref="DetectionOptions.TickInterval"/>: whoever looks for the cause of something that
/// has just begun must not wait a minute for it. Scoring never waits for this: while the store refuses, figures gather up to
/// their bound, and what comes then is dropped and counted.
/// </summary>
internal sealed partial class AbnormalMinuteSaver : BackgroundService
{
    private readonly AbnormalMinutes _minutes;
    private readonly TelemetryStore _store;
    private readonly IOptions<DetectionOptions> _options;
    private readonly TimeProvider _time;
    private readonly ILogger<AbnormalMinuteSaver> _log;
    private AbnormalMinute[] _unsaved = [];

    public AbnormalMinuteSaver(
        AbnormalMinutes minutes, TelemetryStore store, IOptions<DetectionOptions> options, TimeProvider time, IMeterFactory meters, ILogger<AbnormalMinuteSaver> log)
    {
        _minutes = minutes;
        _store = store;
        _options = options;
        _time = time;
        _log = log;
        Meter meter = meters.Create(SelfMeter.Name);
        meter.CreateObservableGauge("nightjar.detection.abnormal_minutes.queued", () => minutes.Count, "{minute}", "Abnormal minutes of series that wait to be saved.");
        meter.CreateObservableGauge("nightjar.detection.abnormal_minutes.queue_limit", () => minutes.Most, "{minute}", "Most abnormal minutes that may wait.");
        meter.CreateObservableCounter(
            "nightjar.detection.abnormal_minutes.dropped", () => minutes.Dropped, "{point}", "Abnormal points not kept, because as many minutes as may wait did.");
    }

    /// <inheritdoc />
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        Save();
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(_options.Value.TickInterval, _time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            Save();
        }
    }

    private void Save()
    {
        if (_unsaved.Length == 0)
        {
            _unsaved = _minutes.Take();
        }

        if (_unsaved.Length == 0)
        {
            return;
        }

        try
        {
            _store.AppendAbnormal(_unsaved);
            _unsaved = [];
        }
        catch (StorageException failure)
        {
            LogNotSaved(failure, _unsaved.Length);
        }
    }

    [LoggerMessage(EventId = 2014, Level = LogLevel.Warning, Message = "{Count} abnormal minutes of series could not be saved; they are tried again.")]
    private partial void LogNotSaved(Exception failure, int count);
}
