using Nightjar.Storage.Telemetry;

namespace Nightjar.Storage.Tests.Telemetry;

/// <summary>Cuts DuckDB's log as a crash of the machine may, and opens what is left.</summary>
public sealed class LogCutTests
{
    private const int BatchRows = 7;

    [Fact]
    public void Open_LogCutAnywhere_KeepsEveryCommitBeforeTheCut()
    {
        using StoreFixture fixture = new();
        string log = Path.Combine(fixture.Directory, "telemetry", "hot.duckdb.wal");
        List<long> ends = [];
        for (int batch = 0; batch < 12; batch++)
        {
            SeriesEntry entry = fixture.Series($"m{batch % 5}", new Core.Telemetry.Label("batch", batch % 2 == 0 ? "even" : "odd"));
            fixture.Store.Append([.. Enumerable.Range(batch * BatchRows, BatchRows).Select(i => new SeriesSample(entry, 1000 + i, i))]);
            ends.Add(new FileInfo(log).Length);
        }

        foreach (long cut in Cuts(ends))
        {
            using TemporaryDirectory copy = new();
            string telemetry = Directory.CreateDirectory(Path.Combine(copy.Path, "telemetry")).FullName;
            File.Copy(Path.Combine(fixture.Directory, "telemetry", "hot.duckdb"), Path.Combine(telemetry, "hot.duckdb"));
            string cutLog = Path.Combine(telemetry, "hot.duckdb.wal");
            File.Copy(log, cutLog);
            using (FileStream file = new(cutLog, FileMode.Open))
            {
                file.SetLength(cut);
            }

            int whole = ends.Count(end => end <= cut);
            using TelemetryStore store = TelemetryStore.Open(copy.Path, fixture.Options, fixture.Time);
            long[] kept = [.. store.ReadSince(long.MinValue, TestContext.Current.CancellationToken).Select(sample => (long)sample.Value)];
            Assert.Equal(Enumerable.Range(0, kept.Length).Select(i => (long)i), kept);
            Assert.True(kept.Length >= whole * BatchRows, $"cut at {cut}: {whole} commits before it, {kept.Length} samples kept");
            Assert.True(kept.Length % BatchRows == 0, $"cut at {cut}: half a commit is visible");
        }
    }

    private static IEnumerable<long> Cuts(List<long> ends)
    {
        foreach (long end in ends)
        {
            yield return end - 1;
            yield return end;
        }

        // In between at a stride that is prime to all record sizes, so that each kind of record is hit at many places.
        for (long cut = ends[0]; cut < ends[^1]; cut += 211)
        {
            yield return cut;
        }
    }
}
