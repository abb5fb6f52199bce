using Nightjar.Core.Telemetry;
using Nightjar.Storage.Telemetry;

namespace Nightjar.Storage.Tests.Telemetry;

public sealed class TelemetryStoreQueryTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Query_Views_CoverPartsHotTablesAndSeries()
    {
        using StoreFixture fixture = Filled();

        SqlQueryResult result = fixture.Store.Query(
            "SELECT name, labels['job'] AS job, count(*) AS n, max(value) FROM named_samples GROUP BY ALL ORDER BY name", new(), Cancellation);

        Assert.Equal([new("name", "VARCHAR"), new("job", "VARCHAR"), new("n", "BIGINT"), new SqlColumn("max(\"value\")", "DOUBLE")], result.Columns);
        Assert.Equal(["down", "b", "1", "7.0"], result.Rows[0]);
        Assert.Equal(["up", "a", "15", "14.0"], result.Rows[1]);
        Assert.Equal([["2"]], fixture.Store.Query("WITH s AS (FROM series) SELECT count(*) FROM s;", new(), Cancellation).Rows);
        Assert.Equal([["16"]], fixture.Store.Query("select count(*) from samples", new(), Cancellation).Rows);
    }

    [Fact]
    public void Query_ThenANewSeries_IsStillTakenIn()
    {
        using StoreFixture fixture = Filled();
        fixture.Store.Query("SELECT count(*) FROM series", new(), Cancellation);

        SeriesEntry born = fixture.Series("born_later");
        fixture.Store.Append([new SeriesSample(born, StoreFixture.StartNs, 1)]);

        Assert.Single(fixture.Read(born));
    }

    [Theory]
    [InlineData("DESCRIBE samples")]
    [InlineData("SHOW TABLES")]
    [InlineData("EXPLAIN SELECT * FROM samples")]
    [InlineData("explain analyze\nfrom samples")]
    [InlineData("SUMMARIZE samples")]
    public void Query_OtherReadingStatement_Runs(string sql)
    {
        using StoreFixture fixture = Filled();

        Assert.NotEmpty(fixture.Store.Query(sql, new(), Cancellation).Rows);
    }

    [Theory]
    [InlineData("DELETE FROM series")]
    [InlineData("DROP TABLE series")]
    [InlineData("CREATE TABLE x (a INT)")]
    [InlineData("COPY samples TO '/tmp/x.csv'")]
    [InlineData("SELECT 1; DROP TABLE series")]
    [InlineData("WITH x AS (SELECT 1) DELETE FROM series")]
    [InlineData("WITH x AS (SELECT 1 AS id) INSERT INTO format SELECT id FROM x")]
    [InlineData("EXPLAIN ANALYZE DELETE FROM format")]
    [InlineData("EXPLAIN ANALYZE COPY (SELECT 1) TO 'DATA/telemetry/parts/000000000001-000000000009.parquet'")]
    [InlineData("EXPLAIN (ANALYZE) COPY (SELECT 1) TO 'DATA/telemetry/parts/000000000001-000000000009.parquet'")]
    [InlineData("EXPLAIN (FORMAT JSON, ANALYZE) COPY (SELECT 1) TO 'DATA/telemetry/parts/x.parquet'")]
    [InlineData("EXPLAIN/**/ANALYZE/**/COPY (SELECT 1) TO 'DATA/telemetry/parts/x.parquet'")]
    [InlineData("EXPLAIN ANALYZE WITH x AS (SELECT 1) COPY (FROM x) TO 'DATA/telemetry/parts/x.parquet'")]
    [InlineData("DESCRIBE COPY (SELECT 1) TO 'DATA/telemetry/parts/x.parquet'")]
    [InlineData("SELECT * FROM read_text('/etc/passwd')")]
    [InlineData("SELECT * FROM '/etc/passwd'")]
    [InlineData("SELECT * FROM read_csv('/proc/self/environ')")]
    [InlineData("SELECT * FROM glob('/etc/*')")]
    [InlineData("SELECT * FROM force_checkpoint()")]
    [InlineData("SET threads = 64")]
    [InlineData("PRAGMA database_list")]
    [InlineData("ATTACH '/tmp/other.duckdb'")]
    [InlineData("INSTALL httpfs")]
    [InlineData("SELEC 1")]
    [InlineData("SELECT nothing FROM nowhere")]
    [InlineData("SELECT 1) UNION (SELECT 2")]
    [InlineData("")]
    public void Query_NotAReadingStatement_IsRefusedAndChangesNothing(string sql)
    {
        using StoreFixture fixture = Filled();

        SqlQueryException failure = Assert.Throws<SqlQueryException>(() => fixture.Store.Query(sql.Replace("DATA", fixture.Directory, StringComparison.Ordinal), new(), Cancellation));

        Assert.NotEmpty(failure.Message);
        Assert.DoesNotContain(Directory.GetFiles(fixture.Parts), path => path.EndsWith("x.parquet", StringComparison.Ordinal) || path.EndsWith("-000000000009.parquet", StringComparison.Ordinal));
        Assert.Equal([["16"]], fixture.Store.Query("SELECT count(*) FROM samples", new(), Cancellation).Rows);
        Assert.Empty(fixture.Store.Check(Cancellation));
    }

    [Fact]
    public void Query_MoreRowsThanAllowed_IsCutAndSaysSo()
    {
        using StoreFixture fixture = Filled();

        SqlQueryResult result = fixture.Store.Query("SELECT * FROM samples", new() { MaxRows = 5 }, Cancellation);

        Assert.True(result.Truncated);
        Assert.Equal(5, result.Rows.Count);
    }

    [Fact]
    public async Task Query_LongerThanAllowed_IsEnded()
    {
        using StoreFixture fixture = Filled();
        Task<SqlQueryException> query = Task.Run(
            () => Assert.Throws<SqlQueryException>(() => fixture.Store.Query(
                "SELECT count(*) FROM range(1000000000000) a", new() { MaxDuration = TimeSpan.FromSeconds(3) }, Cancellation)),
            Cancellation);

        // The clock of the test stands still until it is moved, and only moving it once the query has set its timer ends the query.
        while (!query.IsCompleted)
        {
            fixture.Time.Advance(TimeSpan.FromSeconds(4));
            await Task.WhenAny(query, Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Cancellation));
        }

        Assert.Contains("longer than 3 s", (await query).Message, StringComparison.Ordinal);
    }

    private static StoreFixture Filled()
    {
        StoreFixture fixture = new(new TelemetryStoreOptions { FlushRows = 10, MemoryBytes = 128_000_000 });
        SeriesEntry up = fixture.Series("up", new Label("job", "a"));
        SeriesEntry down = fixture.Series("down", new Label("job", "b"));
        fixture.Store.Append([.. Enumerable.Range(0, 10).Select(i => new SeriesSample(up, StoreFixture.StartNs + i, i))]);
        fixture.Store.Maintain(Cancellation);
        fixture.Store.Append([.. Enumerable.Range(10, 5).Select(i => new SeriesSample(up, StoreFixture.StartNs + i, i))]);
        fixture.Store.Append([new SeriesSample(down, StoreFixture.StartNs, 7)]);
        return fixture;
    }
}
