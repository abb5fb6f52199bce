using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Nightjar.Server.Ingestion;
using Nightjar.Storage.Telemetry;

namespace Nightjar.Server.Detection;

/// <summary>
/// Takes durable samples from the front door and has the shards score them; between commits it lets them look for silence.
/// While it restores, commits wait in the bounded channel of the door, which then tells senders to come again.
/// </summary>
internal sealed partial class DetectionDispatcher(
    FrontDoor door,
    ShardRouter router,
    ShardRestorer restorer,
    OrphanedAnomalies orphans,
    ShardSaver saver,
    DetectionStatus status,
    IOptions<DetectionOptions> options,
    TimeProvider time,
    ILogger<DetectionDispatcher> log) : BackgroundService
{
    // So many that the shards then count silence anew: senders wait a while before they try again.
    private const int TicksAfterFailure = 3;
    private int _ticksToPass;

    /// <inheritdoc />
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (!status.Now.IsRestoring)
        {
            await saver.SaveAllAsync();
        }
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        await RestoreAsync(stoppingToken);
        using PeriodicTimer timer = new(options.Value.TickInterval, time);
        Task<bool> tick = timer.WaitForNextTickAsync(stoppingToken).AsTask();
        Task<bool> more = door.Committed.WaitToReadAsync(stoppingToken).AsTask();
        while (true)
        {
            await Task.WhenAny(more, tick);
            if (tick.IsCompleted)
            {
                await tick;
                await TickAsync();
                tick = timer.WaitForNextTickAsync(stoppingToken).AsTask();
            }

            if (more.IsCompleted)
            {
                if (!await more)
                {
                    return;
                }

                await ScoreOneAsync();
                more = door.Committed.WaitToReadAsync(stoppingToken).AsTask();
            }
        }
    }

    private async Task RestoreAsync(CancellationToken cancellation)
    {
        try
        {
            await restorer.RestoreAsync(cancellation);
            await orphans.CloseAsync(cancellation);
        }
        catch (Exception failure) when (failure is not (OperationCanceledException or OutOfMemoryException))
        {
            LogRestoreFailed(failure);
        }

        await TickAsync();
    }

    private async Task ScoreOneAsync()
    {
        if (door.Committed.TryRead(out CommittedSamples? committed))
        {
            using (committed)
            {
                Cut(committed.Samples);
            }

            await router.FlushAsync(isReplay: false);
        }
    }

    // hot
    private void Cut(ReadOnlySpan<SeriesSample> samples)
    {
        foreach (ref readonly SeriesSample sample in samples)
        {
            router.Add(sample.Entry, sample.TimeNs, sample.Value);
        }
    }

    private async Task TickAsync()
    {
        ShardReport[] reports = await router.TickAsync(MayJudgeSilence());
        int judged = reports.Sum(report => report.Judged);
        double[] soonest = [.. reports.Where(report => report.SecondsToFirstVerdict > 0).Select(report => report.SecondsToFirstVerdict)];
        status.Publish(new DetectionStatus.Snapshot(
            IsRestoring: false,
            reports.Sum(report => report.Learning),
            judged,
            judged == 0 && soonest.Length > 0 ? TimeSpan.FromSeconds(soonest.Min()) : null,
            reports.Sum(report => report.Scored),
            reports.Sum(report => report.Unscored),
            reports.Sum(report => report.Forgotten),
            reports.Sum(report => report.Opened),
            reports.Sum(report => report.HeldBack)));
    }

    /// <summary>With a backlog every series looks older than it is, and what could not be stored is no silence of its sender.</summary>
    private bool MayJudgeSilence()
    {
        if (door.StorageFailure is not null)
        {
            _ticksToPass = TicksAfterFailure;
            return false;
        }

        if (_ticksToPass > 0)
        {
            _ticksToPass--;
            return false;
        }

        return door.Committed.Count == 0 && door.QueuedSamples == 0;
    }

    [LoggerMessage(EventId = 2051, Level = LogLevel.Error, Message = "What was learnt could not be restored; it is learnt anew.")]
    private partial void LogRestoreFailed(Exception failure);
}
