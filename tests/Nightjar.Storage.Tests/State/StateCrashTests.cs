using Nightjar.Core.Detection;
using Nightjar.Storage.State;

namespace Nightjar.Storage.Tests.State;

/// <summary>What is on disk at any moment is what a kill leaves: the files are copied while the store runs and opened elsewhere.</summary>
public sealed class StateCrashTests
{
    private static readonly string[] Files = [StateStore.FileName, StateStore.FileName + "-wal"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Open_AfterAKill_HoldsEverySavedRecord()
    {
        using ScratchDirectory alive = new();
        using StateStore store = StateStore.Open(alive.Path);
        for (int saved = 1; saved <= 20; saved++)
        {
            await store.SaveAsync(new() { Anomalies = [Records.Anomaly($"{saved}")] }, Cancellation);

            Assert.Equal(saved, (await CopyAsync(alive, int.MaxValue)).Count);
        }
    }

    [Fact]
    public async Task Open_LogCutAnywhere_HoldsWholeTransactionsOnly()
    {
        using ScratchDirectory alive = new();
        using StateStore store = StateStore.Open(alive.Path);
        for (int i = 0; i < 3; i++)
        {
            await store.SaveAsync(new() { Anomalies = [Records.Anomaly($"{i}-a"), Records.Anomaly($"{i}-b")] }, Cancellation);
        }

        int whole = (int)new FileInfo(alive.File(Files[1])).Length;
        int transactions = 0;
        for (int length = whole - (whole % 2_477); length > whole / 2; length -= 2_477)
        {
            IReadOnlyList<Anomaly> left = await CopyAsync(alive, length);
            Assert.Equal(0, left.Count % 2);
            transactions = Math.Max(transactions, left.Count / 2);
        }

        Assert.InRange(transactions, 1, 3);
    }

    private static async Task<IReadOnlyList<Anomaly>> CopyAsync(ScratchDirectory alive, int logBytes)
    {
        using ScratchDirectory dead = new();
        foreach (string name in Files)
        {
            await using FileStream from = new(alive.File(name), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            await using FileStream to = new(dead.File(name), FileMode.CreateNew);
            await from.CopyToAsync(to, Cancellation);
            if (name == Files[1] && to.Length > logBytes)
            {
                to.SetLength(logBytes);
            }
        }

        using StateStore store = StateStore.Open(dead.Path);
        return await store.AnomaliesAsync(new(), Cancellation);
    }
}
