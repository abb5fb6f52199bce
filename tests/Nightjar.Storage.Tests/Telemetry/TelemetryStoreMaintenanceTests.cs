using Nightjar.Core.Telemetry;
using Nightjar.Storage.Telemetry;

namespace Nightjar.Storage.Tests.Telemetry;

public sealed class TelemetryStoreMaintenanceTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Maintain_FlushRowsReached_WritesAPartAndEmptiesTheHotTable()
    {
        using StoreFixture fixture = new(new TelemetryStoreOptions { FlushRows = 100 });
        SeriesEntry up = fixture.Series("up");
        fixture.Store.Append(Samples(up, StoreFixture.StartNs, 99));
        fixture.Store.Maintain(Cancellation);
        Assert.Equal(0, fixture.Store.Status().Parts);

        fixture.Store.Append(Samples(up, StoreFixture.StartNs + (99 * Clock.NsPerSecond), 1));
        fixture.Store.Maintain(Cancellation);

        TelemetryStatus status = fixture.Store.Status();
        Assert.Equal((1, 100, 0), (status.Parts, status.PartRows, status.HotRows));
        Assert.Equal((StoreFixture.StartNs, StoreFixture.StartNs + (99 * Clock.NsPerSecond)), (status.OldestNs, status.NewestNs));
        Assert.Equal(100, fixture.Read(up).Length);
    }

    [Fact]
    public void Maintain_FlushAgeReached_WritesAPart()
    {
        using StoreFixture fixture = new(new TelemetryStoreOptions { FlushAge = TimeSpan.FromMinutes(10) });
        SeriesEntry up = fixture.Series("up");
        fixture.Store.Append(Samples(up, StoreFixture.StartNs, 3));
        fixture.Time.Advance(TimeSpan.FromMinutes(9));
        fixture.Store.Maintain(Cancellation);
        Assert.Equal(0, fixture.Store.Status().Parts);

        fixture.Time.Advance(TimeSpan.FromMinutes(1));
        fixture.Store.Maintain(Cancellation);

        Assert.Equal(1, fixture.Store.Status().Parts);
    }

    [Fact]
    public void Maintain_WindowOver_MergesItsPartsIntoOne()
    {
        using StoreFixture fixture = new(new TelemetryStoreOptions { FlushRows = 10 });
        SeriesEntry up = fixture.Series("up");
        WriteParts(fixture, up, parts: 4, TimeSpan.FromMinutes(20));
        Assert.Equal(4, fixture.Store.Status().Parts);

        fixture.Time.Advance(TimeSpan.FromHours(3));
        fixture.MaintainFully();

        Assert.Equal(1, fixture.Store.Status().Parts);
        Assert.Equal("000000000001-000000000004.parquet", Path.GetFileName(Assert.Single(Directory.GetFiles(fixture.Parts))));
        Assert.Equal(40, fixture.Read(up).Length);
        Assert.Empty(fixture.Store.Check(Cancellation));
    }

    [Fact]
    public void Open_MergedAndMergedFromBothThere_ReadsEachSampleOnce()
    {
        using StoreFixture fixture = new(new TelemetryStoreOptions { FlushRows = 10 });
        SeriesEntry up = fixture.Series("up");
        WriteParts(fixture, up, parts: 3, TimeSpan.FromMinutes(20));
        using TemporaryDirectory before = new();
        CopyFiles(fixture.Parts, before.Path);
        fixture.Time.Advance(TimeSpan.FromHours(3));
        fixture.MaintainFully();

        // As after a crash between the rename of the merged part and the deletion of the others, and in the middle of a next one.
        CopyFiles(before.Path, fixture.Parts);
        File.WriteAllText(Path.Combine(fixture.Parts, "000000000001-000000000009.parquet.tmp"), "half");
        fixture.Reopen();

        Assert.Single(Directory.GetFiles(fixture.Parts));
        Assert.Equal(30, fixture.Read(up).Length);
    }

    [Fact]
    public void Open_PartWrittenButTableNotDropped_ReadsEachSampleOnce()
    {
        using StoreFixture fixture = new(new TelemetryStoreOptions { FlushRows = 10 });
        SeriesEntry up = fixture.Series("up");
        fixture.Store.Append(Samples(up, StoreFixture.StartNs, 10));
        using TemporaryDirectory before = new();
        fixture.Store.Dispose();
        CopyFiles(Path.Combine(fixture.Directory, "telemetry"), before.Path);
        fixture.Reopen();
        fixture.Store.Maintain(Cancellation);
        fixture.Store.Dispose();

        File.Copy(Path.Combine(before.Path, "hot.duckdb"), Path.Combine(fixture.Directory, "telemetry", "hot.duckdb"), overwrite: true);
        fixture.Reopen();

        Assert.Equal((1, 0), (fixture.Store.Status().Parts, fixture.Store.Status().HotRows));
        Assert.Equal(10, fixture.Read(up).Length);
        fixture.Store.Append(Samples(up, StoreFixture.StartNs + (20 * Clock.NsPerSecond), 10));
        fixture.MaintainFully();
        fixture.Reopen();
        Assert.Equal(20, fixture.Read(up).Length);
        Assert.True(fixture.Store.Catalog.TryGet(up.Series.Id, out SeriesEntry after));
        Assert.Equal(StoreFixture.StartNs + (29 * Clock.NsPerSecond), after.LastTimeNs);
    }

    [Fact]
    public void Maintain_OlderThanRetention_DeletesPartAndSeriesWithoutSamples()
    {
        using StoreFixture fixture = new(new TelemetryStoreOptions { FlushRows = 10, RetentionAge = TimeSpan.FromDays(2) });
        SeriesEntry old = fixture.Series("old");
        SeriesEntry kept = fixture.Series("kept");
        fixture.Store.Append(Samples(old, StoreFixture.StartNs, 10));
        fixture.MaintainFully();
        fixture.Time.Advance(TimeSpan.FromDays(3));
        fixture.Store.Append(Samples(kept, fixture.Time.GetUtcNow().ToUnixNs(), 10));
        fixture.MaintainFully();

        Assert.Empty(fixture.Read(old));
        Assert.Equal(10, fixture.Read(kept).Length);
        Assert.True(old.Dropped);
        Assert.Equal(["kept"], fixture.Store.Catalog.All.Select(entry => entry.Series.Labels.Name));
        fixture.Reopen();
        Assert.Equal(["kept"], fixture.Store.Catalog.All.Select(entry => entry.Series.Labels.Name));
    }

    [Fact]
    public void Append_SeriesDroppedMeanwhile_LivesOn()
    {
        using StoreFixture fixture = new(new TelemetryStoreOptions { FlushRows = 10, RetentionAge = TimeSpan.FromDays(2) });
        SeriesEntry old = fixture.Series("old");
        fixture.Store.Append(Samples(old, StoreFixture.StartNs, 10));
        fixture.MaintainFully();
        fixture.Time.Advance(TimeSpan.FromDays(3));
        fixture.MaintainFully();
        Assert.True(old.Dropped);

        fixture.Store.Append(Samples(old, fixture.Time.GetUtcNow().ToUnixNs(), 1));
        fixture.Reopen();

        Assert.Single(fixture.Read(old));
        Assert.Empty(fixture.Store.Check(Cancellation));
    }

    [Fact]
    public void Maintain_MoreBytesThanKept_DeletesTheOldestParts()
    {
        using StoreFixture fixture = new(new TelemetryStoreOptions { FlushRows = 10, RetentionBytes = 1 });
        SeriesEntry up = fixture.Series("up");
        fixture.Store.Append(Samples(up, StoreFixture.StartNs, 10));
        fixture.MaintainFully();

        Assert.Equal(0, fixture.Store.Status().Parts);
        Assert.Empty(Directory.GetFiles(fixture.Parts));
    }

    [Fact]
    public void Apply_PartGivenUpStillRead_DoesNotCostAnotherItsPlace()
    {
        using TemporaryDirectory directory = new();
        using HotDatabase database = HotDatabase.Open(directory.Path, 128_000_000);
        PartFiles files = new(Directory.CreateDirectory(Path.Combine(directory.Path, "parts")).FullName);
        Part[] parts = [.. Enumerable.Range(1, 4).Select(i => new Part(i, i, files.PathOf(i, i), 1, new TimeRange(i, i), 1_000_000, Repeats: false))];
        Array.ForEach(parts, part => File.WriteAllBytes(part.Path, new byte[part.Bytes]));
        Layouts layouts = new(new Layout(parts, [new HotTable(5, HotFigures.None)]));
        TelemetryStoreOptions options = new() { RetentionAge = TimeSpan.FromDays(36_500), RetentionBytes = 3_500_000 };
        Retention retention = new(database, new SeriesCatalog(10), layouts, files, new Lock(), options, TimeProvider.System);
        using Layouts.Lease slowReader = layouts.Acquire();

        Assert.True(retention.Apply());
        layouts.Collect();

        Assert.False(retention.Apply());
        Assert.Equal(3, layouts.Current.Parts.Count);
    }

    [Fact]
    public void Open_NewerFormat_SaysWhatToDo()
    {
        using StoreFixture fixture = new();
        fixture.Store.Dispose();
        using (Nightjar.Storage.Telemetry.Duck.DuckDatabase database =
            Nightjar.Storage.Telemetry.Duck.DuckDatabase.Open(Path.Combine(fixture.Directory, "telemetry", "hot.duckdb"), []))
        using (Nightjar.Storage.Telemetry.Duck.DuckConnection connection = database.Connect())
        {
            connection.Execute("INSERT INTO format VALUES (99)");
        }

        StorageException failure = Assert.Throws<StorageException>(() => TelemetryStore.Open(fixture.Directory, fixture.Options, fixture.Time));

        Assert.Contains("newer", failure.Message, StringComparison.Ordinal);
    }

    private static void WriteParts(StoreFixture fixture, SeriesEntry entry, int parts, TimeSpan apart)
    {
        for (int part = 0; part < parts; part++)
        {
            fixture.Store.Append(Samples(entry, StoreFixture.StartNs + (part * apart.ToNs()), 10));
            fixture.Store.Maintain(Cancellation);
        }
    }

    private static SeriesSample[] Samples(SeriesEntry entry, long fromNs, int count) =>
        [.. Enumerable.Range(0, count).Select(i => new SeriesSample(entry, fromNs + (i * Clock.NsPerSecond), i))];

    private static void CopyFiles(string from, string to)
    {
        foreach (string file in Directory.GetFiles(from))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)), overwrite: true);
        }
    }
}
