using System.Diagnostics;
using Microsoft.Extensions.Time.Testing;
using Nightjar.Core.Detection;
using Nightjar.Core.Telemetry;
using Nightjar.Storage.Telemetry;

namespace Nightjar.Storage.Tests.Telemetry;

/// <summary>A disk that fills up, as a small tmpfs: needs the right to mount.</summary>
public sealed class DiskFullTests
{
    private const int BatchRows = 5_000;

    [Fact]
    public void Append_DiskFull_SaysSoKeepsNothingOfItAndResumes()
    {
        using TemporaryDirectory directory = new();
        if (!OperatingSystem.IsLinux() || Run("mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", directory.Path) != 0)
        {
            Assert.Skip("A tmpfs cannot be mounted here: run as root to test a full disk.");
        }

        try
        {
            FillAndResume(directory.Path);
        }
        finally
        {
            Run("umount", "-l", directory.Path);
        }
    }

    private static void FillAndResume(string directory)
    {
        TelemetryStoreOptions options = new() { FlushRows = 60_000, MemoryBytes = 128_000_000 };
        FakeTimeProvider time = new(StoreFixture.Start);
        string ballast = Path.Combine(directory, "ballast");
        File.WriteAllBytes(ballast, new byte[12_000_000]);
        AbnormalMinute[] minutes = [.. Enumerable.Range(0, 200_000).Select(i => new AbnormalMinute(new SeriesId((ulong)i), AbnormalMinute.Of(StoreFixture.StartNs), 7))];
        long kept = 0;
        using (TelemetryStore store = TelemetryStore.Open(directory, options, time))
        {
            SeriesEntry entry = store.Catalog.GetOrAdd(new Series(Labels.Create(new Label(Labels.MetricName, "n")), MetricKind.Gauge), "test", out _)!;
            StorageException failure = Fill(store, entry, ref kept);
            Assert.Contains("full", failure.Message, StringComparison.Ordinal);
            Assert.Throws<StorageException>(() => store.Append(Batch(entry, kept)));
            Assert.Throws<StorageException>(() => store.AppendAbnormal(minutes));

            File.Delete(ballast);
            store.AppendAbnormal(minutes.AsSpan(0, 3));
            store.Append(Batch(entry, kept));
            kept += BatchRows;
            Verify(store, kept);
        }

        using TelemetryStore again = TelemetryStore.Open(directory, options, time);
        Verify(again, kept);
        Assert.Equal([0UL, 1, 2], again.MostAbnormal(StoreFixture.AllTime, 3, TestContext.Current.CancellationToken).Select(series => series.Series.Value));
        Assert.Empty(again.Check(TestContext.Current.CancellationToken));
    }

    private static StorageException Fill(TelemetryStore store, SeriesEntry entry, ref long kept)
    {
        for (int batch = 0; batch < 1_000; batch++)
        {
            try
            {
                store.Append(Batch(entry, kept));
                kept += BatchRows;
            }
            catch (StorageException failure)
            {
                return failure;
            }
        }

        throw new InvalidOperationException("The disk did not fill up.");
    }

    private static void Verify(TelemetryStore store, long kept)
    {
        long[] read = [.. store.ReadSince(long.MinValue, TestContext.Current.CancellationToken).Select(sample => (long)sample.Value)];
        Assert.Equal(kept, read.Length);
        Assert.Equal(kept - 1, read[^1]);
    }

    private static SeriesSample[] Batch(SeriesEntry entry, long from) =>
        [.. Enumerable.Range(0, BatchRows).Select(i => new SeriesSample(entry, StoreFixture.StartNs + ((from + i) * Clock.NsPerMs), from + i))];

    private static int Run(string program, params string[] arguments)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return -1; // no such program
        }
    }
}
