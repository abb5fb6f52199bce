using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Nightjar.Core.Telemetry;
using Nightjar.Storage;
using Nightjar.Storage.State;
using Nightjar.Storage.Telemetry;
using Nightjar.Storage.Telemetry.Logs;

namespace Nightjar.Server;

/// <summary>
/// Has the telemetry store flush, merge and delete what is due, a step every few seconds, and the state store forget what is older than
/// the samples, every hour. A failed step is logged and tried again.
/// </summary>
internal sealed partial class StorageMaintenance(
    TelemetryStore store, LogStore logs, StateStore state, IMeterFactory meters, TimeProvider time, ILogger<StorageMaintenance> log) : BackgroundService
{
    // Short against the time in which a busy server fills a hot table (11 s at 350,000 samples a second).
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    // Retention counts in days: what is kept an hour longer harms nobody.
    private static readonly TimeSpan ForgetInterval = TimeSpan.FromHours(1);

    private DateTimeOffset _forgetAt = DateTimeOffset.MinValue;

    /// <summary>The last failure, for the status page; null when the last step went well.</summary>
    public string? Failure { get; private set; }

    /// <inheritdoc />
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        store.Measure(meters.Create(SelfMeter.Name));
        foreach (string path in store.Status().DamagedParts)
        {
            LogDamaged(path);
        }

        return base.StartAsync(cancellationToken);
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                store.Maintain(stoppingToken);
                logs.Maintain(stoppingToken);
                await ForgetAsync(stoppingToken);
                Failure = null;
            }
            catch (StorageException failure)
            {
                Failure = failure.Message;
                LogFailed(failure);
            }
        }
    }

    /// <summary>Anomalies and incidents that ended before the oldest sample kept have nothing left to look at.</summary>
    private async Task ForgetAsync(CancellationToken cancellation)
    {
        if (time.GetUtcNow() >= _forgetAt)
        {
            _forgetAt = time.GetUtcNow() + ForgetInterval;
            await state.ForgetAsync(time.NowNs() - store.Options.RetentionAge.ToNs(), cancellation);
        }
    }

    [LoggerMessage(EventId = 1101, Level = LogLevel.Error, Message = "Storage maintenance failed and will be tried again.")]
    private partial void LogFailed(Exception failure);

    [LoggerMessage(EventId = 1102, Level = LogLevel.Error, Message = "The part {Path} cannot be read: its samples are missing. Run `nightjar storage check`.")]
    private partial void LogDamaged(string path);
}
