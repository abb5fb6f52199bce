namespace Nightjar.Server.Detection;

/// <summary>One of the <see cref="DetectionOptions.Shards"/> shards; its key is its number.</summary>
public interface IDetectionShardGrain : IGrainWithIntegerKey
{
    /// <summary>Takes over a snapshot, before the first sample; returns from when on samples are to be scored again.</summary>
    Task<long> RestoreAsync(ShardImage image);

    /// <summary>Scores samples. What became of anomalies is on its way to the store and to Correlation when it returns.</summary>
    Task ScoreAsync(ShardBatch batch);

    /// <summary>Looks for silence (when all that came in is scored) and counts.</summary>
    Task<ShardReport> TickAsync(bool judgeSilence);

    /// <summary>Identifiers of the anomalies that are open.</summary>
    Task<string[]> OpenAnomaliesAsync();

    /// <summary>Takes over what was learnt from history of some series, and scores what is stored of them since.</summary>
    Task AdoptAsync(ShardImage learnt, ShardBatch since);

    /// <summary>All that is learnt.</summary>
    Task<ShardImage> SnapshotAsync();
}
