using Microsoft.Extensions.DependencyInjection;
using Nightjar.Server.Ingestion;
using Nightjar.Server.Ingestion.Logs;
using Nightjar.Storage.Telemetry;
using Nightjar.Storage.Telemetry.Logs;

namespace Nightjar.Server.Ui.Queries;

/// <summary>What is wrong with storage just now, for the pages. Thread-safe.</summary>
/// <param name="writing">Why nothing new is kept; null while commits succeed.</param>
/// <param name="upkeep">Why flushing, merging and deleting fail; null while they succeed.</param>
/// <param name="damaged">Files that could not be read at the start.</param>
public sealed class StorageTrouble(Func<string?> writing, Func<string?> upkeep, Func<IReadOnlyList<string>> damaged)
{
    /// <summary>Why nothing new is kept; null while commits succeed.</summary>
    public string? Writing => writing();

    /// <summary>Why flushing, merging and deleting fail; null while they succeed.</summary>
    public string? Upkeep => upkeep();

    /// <summary>Files that could not be read at the start; their samples are missing.</summary>
    public IReadOnlyList<string> Damaged => damaged();

    /// <summary>True while what comes in is not kept, or will soon not be.</summary>
    public bool IsFailing => Writing is not null || Upkeep is not null;

    /// <summary>As the running server sees it.</summary>
    internal static StorageTrouble Of(IServiceProvider services)
    {
        FrontDoor door = services.GetRequiredService<FrontDoor>();
        StorageMaintenance maintenance = services.GetRequiredService<StorageMaintenance>();
        TelemetryStore store = services.GetRequiredService<TelemetryStore>();
        LogDoor logDoor = services.GetRequiredService<LogDoor>();
        LogStore logs = services.GetRequiredService<LogStore>();
        return new StorageTrouble(
            () => door.StorageFailure ?? logDoor.StorageFailure, () => maintenance.Failure, () => [.. store.Status().DamagedParts, .. logs.Status().DamagedParts]);
    }
}
