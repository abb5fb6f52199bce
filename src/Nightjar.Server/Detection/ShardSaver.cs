using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Nightjar.Storage.Snapshots;

namespace Nightjar.Server.Detection;

/// <summary>Saves the shards one after the other, spread over the interval: a shard is held up for a millisecond, the disk is written beside it.</summary>
internal sealed partial class ShardSaver(
    ShardRouter router, SnapshotStore snapshots, BudgetGate budget, DetectionStatus status, IOptions<DetectionOptions> options, TimeProvider time, ILogger<ShardSaver> log)
    : BackgroundService
{
    /// <summary>Saves every shard.</summary>
    public async Task SaveAllAsync()
    {
        for (int shard = 0; shard < DetectionOptions.Shards; shard++)
        {
            await SaveAsync(shard);
        }
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(options.Value.SnapshotInterval / DetectionOptions.Shards, time);
        int shard = 0;
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            // Until all is restored a snapshot would lack what has not been replayed yet.
            if (!status.Now.IsRestoring)
            {
                await SaveAsync(shard);
                if (shard == 0)
                {
                    budget.Save();
                }

                shard = (shard + 1) % DetectionOptions.Shards;
            }
        }
    }

    private async Task SaveAsync(int shard)
    {
        try
        {
            ShardImage image = await router.Shards[shard].SnapshotAsync();
            snapshots.Save(ShardRestorer.NameOf(shard), image.Content);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            // The one before stays: after a restart more samples are scored again.
            LogSaveFailed(failure, shard);
        }
    }

    [LoggerMessage(EventId = 2041, Level = LogLevel.Warning, Message = "The snapshot of detection shard {Shard} could not be saved; the one before stays.")]
    private partial void LogSaveFailed(Exception failure, int shard);
}
