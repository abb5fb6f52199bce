using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using Nightjar.Core.Telemetry;
using Nightjar.Core.Telemetry.Logs;
using Nightjar.Storage.Telemetry.Logs;

namespace Nightjar.Storage.Tests.Telemetry.Logs;

/// <summary>Kills a process that writes log lines, and cuts DuckDB's log, and looks for what was acknowledged.</summary>
public sealed class LogCrashTests
{
    private const int BatchLines = 100;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Kill_WhileAppendingFlushingAndMerging_LosesNothingAcknowledged()
    {
        using TemporaryDirectory directory = new();
        Random random = new(23);
        long next = 0;
        for (int round = 0; round < 4; round++)
        {
            long acknowledged = await WriteAndKillAsync(directory.Path, next, commits: random.Next(1, 120), spins: random.Next(3));
            using LogStore store = LogStore.Open(directory.Path, new LogStoreOptions { MemoryBytes = 128_000_000 }, TimeProvider.System);
            next = Verify(store, acknowledged);
        }
    }

    [Fact]
    public void Open_LogCutAnywhere_KeepsEveryCommitBeforeTheCut()
    {
        using TemporaryDirectory directory = new();
        FakeTimeProvider time = new(StoreFixture.Start);
        LogStoreOptions options = new() { MemoryBytes = 128_000_000 };
        using LogStore written = LogStore.Open(directory.Path, options, time);
        string database = Path.Combine(directory.Path, "logs", "hot.duckdb");
        List<long> ends = [];
        for (int batch = 0; batch < 6; batch++)
        {
            Append(written, batch * BatchLines);
            ends.Add(new FileInfo(database + ".wal").Length);
        }

        // Around each commit, and in between at a stride that is prime to all record sizes.
        IEnumerable<long> cuts = ends.SelectMany(end => new[] { end - 1, end });
        for (long cut = ends[0]; cut < ends[^1]; cut += 2_111)
        {
            cuts = cuts.Append(cut);
        }

        foreach (long cut in cuts)
        {
            using TemporaryDirectory copy = new();
            string logs = Directory.CreateDirectory(Path.Combine(copy.Path, "logs")).FullName;
            File.Copy(database, Path.Combine(logs, "hot.duckdb"));
            string cutLog = Path.Combine(logs, "hot.duckdb.wal");
            File.Copy(database + ".wal", cutLog);
            using (FileStream file = new(cutLog, FileMode.Open))
            {
                file.SetLength(cut);
            }

            using LogStore store = LogStore.Open(copy.Path, options, time);
            long kept = Verify(store, (long)ends.Count(end => end <= cut) * BatchLines);
            Assert.True(kept % BatchLines == 0, $"cut at {cut}: half a commit is visible");
        }
    }

    /// <summary>All lines are there, each once and with its stream, and at most one commit beyond what was acknowledged.</summary>
    private static long Verify(LogStore store, long acknowledged)
    {
        IReadOnlyList<LogEntry> entries = store.Search(new LogQuery(StoreFixture.AllTime, LogSearch.All), 10_000_000, Cancellation).Entries;
        long[] kept = [.. entries.Select(entry => long.Parse(entry.Message, CultureInfo.InvariantCulture)).Order()];
        Assert.InRange(kept.Length, acknowledged, acknowledged + BatchLines);
        Assert.Equal(Enumerable.Range(0, kept.Length).Select(i => (long)i), kept);
        Assert.Equal(kept.Length, store.CountBySignature(new LogQuery(StoreFixture.AllTime, LogSearch.All), Cancellation).Sum(count => count.Count));
        Assert.Empty(store.Check(Cancellation));
        return kept.Length;
    }

    private static void Append(LogStore store, int from)
    {
        LogStream stream = store.Streams.GetOrAdd(Labels.Create(new Label("service_name", from.ToString(CultureInfo.InvariantCulture))), "numbers", "test");
        using LogBatch batch = new();
        for (int i = 0; i < BatchLines; i++)
        {
            LogRow row = new(stream, StoreFixture.StartNs + from + i, 9, 0, 0);
            batch.Add(row, Encoding.UTF8.GetBytes((from + i).ToString(CultureInfo.InvariantCulture)), default, default, default);
        }

        store.Append([batch]);
    }

    private static async Task<long> WriteAndKillAsync(string directory, long next, int commits, int spins)
    {
        using Process writer = Process.Start(new ProcessStartInfo("dotnet")
        {
            ArgumentList = { Path.Combine(AppContext.BaseDirectory, "Nightjar.Storage.CrashWriter.dll"), directory, next.ToString(CultureInfo.InvariantCulture), "logs" },
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

        await writer.WaitForExitAsync(Cancellation);
        return acknowledged;
    }

    private static async Task<long?> ReadAsync(Process writer)
    {
        string? line = await writer.StandardOutput.ReadLineAsync(Cancellation);
        return line is null ? null : long.Parse(line, CultureInfo.InvariantCulture);
    }
}
