using System.Diagnostics;
using System.Globalization;
using Nightjar.Storage.Telemetry;

namespace Nightjar.Storage.Tests.Telemetry;

/// <summary>Kills a writing process again and again and looks for what it had acknowledged.</summary>
public sealed class CrashTests
{
    [Fact]
    public async Task Kill_WhileAppendingFlushingAndMerging_LosesNothingAcknowledged()
    {
        int rounds = int.TryParse(Environment.GetEnvironmentVariable("NIGHTJAR_CRASH_ROUNDS"), out int number) ? number : 5;
        using TemporaryDirectory directory = new();
        Random random = new(17);
        long next = 0;
        for (int round = 0; round < rounds; round++)
        {
            long acknowledged = await WriteAndKillAsync(directory.Path, next, commits: random.Next(1, 120), random.Next(3));
            next = Verify(directory.Path, acknowledged);
        }
    }

    private static async Task<long> WriteAndKillAsync(string directory, long next, int commits, int spins)
    {
        using Process writer = Process.Start(new ProcessStartInfo("dotnet")
        {
            ArgumentList = { Path.Combine(AppContext.BaseDirectory, "Nightjar.Storage.CrashWriter.dll"), directory, next.ToString(CultureInfo.InvariantCulture) },
            RedirectStandardOutput = true,
        }) ?? throw new InvalidOperationException("The writer did not start.");
        long acknowledged = next;
        for (int i = 0; i < commits; i++)
        {
            acknowledged = await ReadAsync(writer) ?? throw new InvalidOperationException("The writer ended by itself.");
        }

        // Not always right after a commit: some way into the next one too.
        Thread.SpinWait(spins * 200_000);
        writer.Kill();
        while (await ReadAsync(writer) is long said)
        {
            acknowledged = said;
        }

        await writer.WaitForExitAsync(TestContext.Current.CancellationToken);
        return acknowledged;
    }

    private static async Task<long?> ReadAsync(Process writer)
    {
        string? line = await writer.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        return line is null ? null : long.Parse(line, CultureInfo.InvariantCulture);
    }

    private static long Verify(string directory, long acknowledged)
    {
        using TelemetryStore store = TelemetryStore.Open(
            directory, new TelemetryStoreOptions { MemoryBytes = 128_000_000, RetentionAge = TimeSpan.FromDays(3650) }, TimeProvider.System);
        Assert.Empty(store.Check(TestContext.Current.CancellationToken));
        long[] kept =
        [
            .. store.Read([.. store.Catalog.All.Select(entry => entry.Series.Id)], StoreFixture.AllTime, TestContext.Current.CancellationToken)
                .Values.SelectMany(points => points).Select(point => (long)point.Value).Order(),
        ];

        // Whole, each once, and beyond what was acknowledged at most the commit that was under way.
        Assert.True(kept.Length >= acknowledged, $"{acknowledged} acknowledged, {kept.Length} kept");
        Assert.True(kept.Length <= acknowledged + 100, $"{acknowledged} acknowledged, {kept.Length} kept");
        for (int i = 0; i < kept.Length; i++)
        {
            Assert.Equal(i, kept[i]);
        }

        // A minute before each commit of samples; the one that was under way may stand alone.
        long minutes = Assert.Single(store.MostAbnormal(StoreFixture.AllTime, 2, TestContext.Current.CancellationToken)).Minutes;
        Assert.InRange(minutes, kept.Length / 100, (kept.Length / 100) + 1);
        return kept.Length;
    }
}
