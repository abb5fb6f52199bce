using Nightjar.Core.Telemetry;
using Nightjar.Storage.Telemetry;

namespace Nightjar.Storage.Tests.Telemetry;

public sealed class TelemetryStoreTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Append_OneSeries_ReadsBackInTimeOrder()
    {
        using StoreFixture fixture = new();
        SeriesEntry up = fixture.Series("up");

        fixture.Store.Append([new(up, 20, 2), new(up, 10, 1)]);
        fixture.Store.Append([new(up, 30, 3)]);

        Assert.Equal([new(10, 1), new(20, 2), new SamplePoint(30, 3)], fixture.Read(up));
        Assert.Equal([new SamplePoint(20, 2)], fixture.Read(up, new TimeRange(11, 29)));
    }

    [Fact]
    public void Append_SameTimeTwice_KeepsTheLast()
    {
        using StoreFixture fixture = new();
        SeriesEntry up = fixture.Series("up");

        fixture.Store.Append([new(up, 10, 1), new(up, 10, 2)]);
        fixture.Store.Append([new(up, 10, 3)]);

        Assert.Equal([new SamplePoint(10, 3)], fixture.Read(up));
        Assert.Equal([new Sample(up.Series.Id, 10, 3)], fixture.Store.ReadSince(0, Cancellation));
    }

    [Theory]
    [InlineData(0x7ff0000000000002)] // Prometheus' stale marker
    [InlineData(0x7ff8000000000001)] // its ordinary NaN
    [InlineData(unchecked((long)0xfff8000000000123))]
    [InlineData(unchecked((long)0x8000000000000000))] // minus zero
    [InlineData(0x7ff0000000000000)] // infinity
    [InlineData(1)] // the smallest number there is
    public void Append_OddBits_SurviveReopen(long bits)
    {
        using StoreFixture fixture = new();
        SeriesEntry up = fixture.Series("up");
        fixture.Store.Append([new(up, 5, 0), new(up, 10, BitConverter.Int64BitsToDouble(bits)), new(up, 15, double.NaN)]);

        fixture.Reopen();

        Assert.Equal(bits, BitConverter.DoubleToInt64Bits(fixture.Read(up)[1].Value));
    }

    [Fact]
    public void Open_AfterDispose_KnowsSeriesAndWhereTheyStand()
    {
        using StoreFixture fixture = new();
        SeriesEntry before = fixture.Series("http_requests_total", new Label("path", "/ä\"\\\n"), new Label("job", "web"));
        fixture.Store.Append([new(before, 10, 1), new(before, 20, 2)]);

        fixture.Reopen();

        Assert.True(fixture.Store.Catalog.TryGet(before.Series.Id, out SeriesEntry after));
        Assert.Equal(before.Series, after.Series);
        Assert.Equal("test", after.Source);
        Assert.Equal((20, 2), (after.LastTimeNs, after.LastValue));
    }

    [Fact]
    public void Append_KindLearntLater_IsKept()
    {
        using StoreFixture fixture = new();
        Labels labels = Labels.Create(new Label(Labels.MetricName, "x"));
        SeriesEntry entry = fixture.Store.Catalog.GetOrAdd(new Series(labels, MetricKind.Unknown), "a", out _)!;
        fixture.Store.Append([new(entry, 1, 1)]);
        fixture.Store.Catalog.GetOrAdd(new Series(labels, MetricKind.Counter, "s"), "a", out _);
        fixture.Store.Append([new(entry, 2, 1)]);

        fixture.Reopen();

        SeriesEntry after = Assert.Single(fixture.Store.Catalog.All);
        Assert.Equal(new Series(labels, MetricKind.Counter, "s"), after.Series);
    }

    [Fact]
    public void Read_ManySeries_GivesEachItsOwn()
    {
        using StoreFixture fixture = new();
        SeriesEntry[] entries = [.. Enumerable.Range(0, 300).Select(i => fixture.Series($"m{i}"))];
        fixture.Store.Append([.. entries.Select((entry, i) => new SeriesSample(entry, 100 + i, i))]);

        IReadOnlyDictionary<SeriesId, SamplePoint[]> read = fixture.Store.Read(
            [.. entries.Take(200).Select(entry => entry.Series.Id)], new TimeRange(110, 1000), Cancellation);

        Assert.Equal(190, read.Count);
        Assert.All(entries.Skip(10).Take(190), (entry, i) => Assert.Equal([new SamplePoint(110 + i, 10 + i)], read[entry.Series.Id]));
    }

    [Fact]
    public void ReadSince_SeveralSeries_IsInTimeOrderFromThere()
    {
        using StoreFixture fixture = new();
        SeriesEntry a = fixture.Series("a");
        SeriesEntry b = fixture.Series("b");
        long day = TimeSpan.FromDays(1).ToNs();
        fixture.Store.Append([new(a, 1, 1), new(a, day, 2), new(a, 9 * day, 3), new(b, 2, 4), new(b, day, 5), new(b, 9 * day, 6)]);

        List<Sample> read = [.. fixture.Store.ReadSince(2, Cancellation)];

        Assert.Equal(read.Select(sample => sample.TimeNs).Order(), read.Select(sample => sample.TimeNs));
        Assert.Equal([2.0, 3, 4, 5, 6], read.Select(sample => sample.Value).Order());
    }

    [Fact]
    public void Read_Cancelled_Throws()
    {
        using StoreFixture fixture = new();
        SeriesEntry up = fixture.Series("up");
        fixture.Store.Append([new(up, 1, 1)]);

        Assert.Throws<OperationCanceledException>(() => fixture.Store.Read([up.Series.Id], StoreFixture.AllTime, new CancellationToken(canceled: true)));
    }
}
