using Nightjar.Core.Detection;
using Nightjar.Core.Telemetry;
using Nightjar.Storage.Telemetry;

namespace Nightjar.Storage.Tests.Telemetry;

public sealed class AbnormalTableTests
{
    private static readonly SeriesId Long = new(1);
    private static readonly SeriesId Sharp = new(ulong.MaxValue);
    private static readonly SeriesId Small = new(3);
    private static readonly int Now = AbnormalMinute.Of(StoreFixture.StartNs);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void MostAbnormal_SeriesOfARange_AreRankedByTheirThreeWorstMinutes()
    {
        using StoreFixture fixture = new();
        fixture.Store.AppendAbnormal(
        [
            .. Enumerable.Range(0, 10).Select(i => new AbnormalMinute(Small, Now - i, 6)),
            .. Enumerable.Range(0, 5).Select(i => new AbnormalMinute(Long, Now - i, 8 + i)),
            new(Sharp, Now - 1, 24),
            new(Sharp, Now - 60, 100), // before the range
            new(Sharp, Now + 1, 100), // after it
        ]);

        IReadOnlyList<SeriesAbnormality> ranked = fixture.Store.MostAbnormal(Range(Now - 59, Now), 10, Cancellation);

        Assert.Equal(
            [
                new(Long, 12 + 11 + 10, 12, Ns(Now - 4), Ns(Now - 4), 5),
                new(Sharp, 24, 24, Ns(Now - 1), Ns(Now - 1), 1),
                new(Small, 18, 6, Ns(Now - 9), Ns(Now - 9), 10),
            ],
            ranked.Select(series => series.Series == Small ? series with { PeakNs = Ns(Now - 9) } : series)); // all its minutes are its worst
        Assert.Equal([Long], fixture.Store.MostAbnormal(Range(Now - 59, Now), 1, Cancellation).Select(series => series.Series));
        Assert.Empty(fixture.Store.MostAbnormal(Range(Now + 2, Now + 3), 10, Cancellation));
    }

    [Fact]
    public void AppendAbnormal_MinuteTwice_CountsOnceWithTheLargerFigureAlsoAfterReopening()
    {
        using StoreFixture fixture = new();
        fixture.Store.AppendAbnormal([new(Long, Now, 9)]);
        fixture.Store.AppendAbnormal([new(Long, Now, 7), new(Small, Now, 6)]);

        fixture.Reopen();

        Assert.Equal([(9.0, 1L), (6.0, 1L)], fixture.Store.MostAbnormal(StoreFixture.AllTime, 10, Cancellation).Select(series => (series.Abnormality, series.Minutes)));
        IReadOnlyDictionary<SeriesId, List<AbnormalMinute>> minutes = fixture.Store.AbnormalMinutes([Long, Sharp], StoreFixture.AllTime, Cancellation);
        Assert.Equal([new AbnormalMinute(Long, Now, 9)], minutes[Long]);
        Assert.Empty(minutes[Sharp]);
    }

    [Fact]
    public void AppendAbnormal_OlderThanRetention_Goes()
    {
        using StoreFixture fixture = new(new TelemetryStoreOptions { RetentionAge = TimeSpan.FromHours(1) });
        fixture.Store.AppendAbnormal([new(Long, Now - 30, 9), new(Small, Now, 9)]);
        fixture.Time.Advance(TimeSpan.FromMinutes(45));

        fixture.Store.AppendAbnormal([new(Sharp, Now + 45, 9)]);

        Assert.Equal([Small, Sharp], fixture.Store.MostAbnormal(StoreFixture.AllTime, 10, Cancellation).Select(series => series.Series).OrderBy(id => id.Value));
    }

    [Fact]
    public void AppendAbnormal_MoreRowsThanAllowed_DeletesTheOldestTenth()
    {
        using StoreFixture fixture = new(new TelemetryStoreOptions { AbnormalMinutes = 1_000 });
        fixture.Store.AppendAbnormal([.. Enumerable.Range(0, 1_000).Select(i => new AbnormalMinute(Long, Now - 999 + i, 7))]);
        Assert.Equal(1_000, Assert.Single(fixture.Store.MostAbnormal(StoreFixture.AllTime, 10, Cancellation)).Minutes);

        fixture.Store.AppendAbnormal([new(Long, Now + 1, 7)]);

        SeriesAbnormality left = Assert.Single(fixture.Store.MostAbnormal(StoreFixture.AllTime, 10, Cancellation));
        Assert.InRange(left.Minutes, 899, 901);
        Assert.Equal(Ns(Now + 2 - (int)left.Minutes), left.FirstNs);
    }

    [Fact]
    public void AppendAbnormal_BesideSamples_NeitherTouchesTheOther()
    {
        using StoreFixture fixture = new(new TelemetryStoreOptions { FlushRows = 1_000 });
        SeriesEntry up = fixture.Series("up");
        fixture.Store.Append([.. Enumerable.Range(0, 1_000).Select(i => new SeriesSample(up, StoreFixture.StartNs + i, i))]);
        fixture.Store.AppendAbnormal([new(up.Series.Id, Now, 9)]);

        fixture.MaintainFully();
        fixture.Reopen();

        Assert.Equal(1_000, fixture.Read(up).Length);
        Assert.Equal(1, Assert.Single(fixture.Store.MostAbnormal(StoreFixture.AllTime, 10, Cancellation)).Minutes);
        SqlQueryResult result = fixture.Store.Query("SELECT time, point FROM abnormal_minutes", new SqlQueryLimits(), Cancellation);
        Assert.Equal([Ns(Now).ToString(System.Globalization.CultureInfo.InvariantCulture), "9.0"], Assert.Single(result.Rows));
        Assert.Empty(fixture.Store.Check(Cancellation));
    }

    private static TimeRange Range(int fromMinute, int toMinute) => new(Ns(fromMinute), Ns(toMinute));

    private static long Ns(int minute) => minute * Clock.NsPerMinute;
}
