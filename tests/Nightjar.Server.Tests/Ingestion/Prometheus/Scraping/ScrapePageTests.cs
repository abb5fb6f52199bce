using Nightjar.Core.Telemetry;
using Nightjar.Server.Ingestion.Prometheus.Scraping;

namespace Nightjar.Server.Tests.Ingestion.Prometheus.Scraping;

public sealed class ScrapePageTests
{
    private readonly PageFixture _page = new();

    [Theory]
    [InlineData("up 1", "up 1 @1000")]
    [InlineData("  up\t 1 \r", "up 1 @1000")]
    [InlineData("up{} 1", "up 1 @1000")]
    [InlineData("up {a=\"b\"} 1", "up{a=\"b\"} 1 @1000")]
    [InlineData("up{ a = \"b\" , c=\"d\", } 1", "up{a=\"b\",c=\"d\"} 1 @1000")]
    [InlineData("up{a=\"}\\\"\\\\x\\ny\\t\"} 1", "up{a=\"}\\\"\\\\x\\ny\\\\t\"} 1 @1000")]
    [InlineData("up{a=\"grüße # 1\"} 1", "up{a=\"grüße # 1\"} 1 @1000")]
    [InlineData("{\"my.name\",\"a b\"=\"c\"} 1", "my.name{a b=\"c\"} 1 @1000")]
    [InlineData("up 1 1700000000123", "up 1 @1700000000123")]
    [InlineData("up -1.5e+3", "up -1500 @1000")]
    [InlineData("up 123456789012345678", "up 1.2345678901234568E+17 @1000")]
    [InlineData("up NaN", "up NaN @1000")]
    [InlineData("up +Inf", "up Infinity @1000")]
    [InlineData("up -Inf", "up -Infinity @1000")]
    public void Read_Line_GivesItsSample(string line, string sample) => Assert.Equal([sample], _page.Read(line + "\n"));

    [Theory]
    [InlineData("up")]
    [InlineData("up one")]
    [InlineData("up 1 2 3")]
    [InlineData("up 1 1.5")]
    [InlineData("up 1e999")]
    [InlineData("up{a=\"b} 1")]
    [InlineData("up{a=\"b\" 1")]
    [InlineData("up{a=b} 1")]
    [InlineData("up{=\"b\"} 1")]
    [InlineData("up{a=\"b\"c=\"d\"} 1")]
    [InlineData("9up 1")]
    [InlineData("u-p 1")]
    [InlineData("up{a:b=\"c\"} 1")]
    public void Read_LineThatIsWrong_IsRefusedAndOthersKept(string line)
    {
        Assert.Equal(["before 1 @1000", "after 2 @1000"], _page.Read($"before 1\n{line}\nafter 2"));
        Assert.Equal(["1 Malformed"], _page.Refused);
    }

    [Fact]
    public void Read_CommentsAndBlankLines_AreNothing()
    {
        Assert.Empty(_page.Read("# hello\n\n#\n# TYPE\n# EOF\n"));
        Assert.Empty(_page.Refused);
    }

    [Fact]
    public void Read_NaN_HasTheBitsPrometheusStores()
    {
        Assert.True(ExpositionNumber.TryParse("NaN"u8, out double value));
        Assert.Equal(0x7ff8000000000001, BitConverter.DoubleToInt64Bits(value));
    }

    [Theory]
    [InlineData("counter", "x_total", MetricKind.Counter)]
    [InlineData("gauge", "x_total", MetricKind.Gauge)]
    [InlineData("histogram", "x_bucket", MetricKind.HistogramBucket)]
    [InlineData("summary", "x", MetricKind.Gauge)]
    [InlineData("untyped", "x", MetricKind.Unknown)]
    public void Read_TypeLine_DecidesTheKind(string type, string series, MetricKind kind)
    {
        string family = type == "counter" || series == "x_total" ? "x_total" : "x";
        _page.Read($"# HELP {family} What it is.\n# TYPE {family} {type}\n{series}{{le=\"1\"}} 1\n");

        Series read = _page.Catalog.OfName(series).Single().Series;
        Assert.Equal((kind, "What it is."), (read.Kind, read.Help));
    }

    [Fact]
    public void Read_SampleOfAnotherFamily_IsNotTyped()
    {
        _page.Read("# TYPE a gauge\na 1\nabc 1\n");

        Assert.Equal(MetricKind.Unknown, _page.Catalog.OfName("abc").Single().Series.Kind);
    }

    [Fact]
    public void Read_OpenMetrics_KnowsUnitsTimesExemplarsAndItsEnd()
    {
        IReadOnlyList<string> samples = _page.Read(
            """
            # TYPE wait_seconds counter
            # UNIT wait_seconds seconds
            # HELP wait_seconds Time waited.
            wait_seconds_total{a="b # c"} 17.5 1700000000.123 # {trace_id="KOO5S4vxi0o"} 0.67 1700000000.1
            wait_seconds_created{a="b # c"} 1700000000.5
            # EOF
            after 1
            """,
            openMetrics: true);

        Assert.Equal(["wait_seconds_total{a=\"b # c\"} 17.5 @1700000000123", "wait_seconds_created{a=\"b # c\"} 1700000000.5 @1000"], samples);
        Assert.Empty(_page.Refused);
        Assert.Equal(1, _page.Counts.Exemplars);
        Series counter = _page.Catalog.OfName("wait_seconds_total").Single().Series;
        Assert.Equal((MetricKind.Counter, "seconds", "Time waited."), (counter.Kind, counter.Unit, counter.Help));
        Assert.Equal(MetricKind.Gauge, _page.Catalog.OfName("wait_seconds_created").Single().Series.Kind);
    }

    [Fact]
    public void Read_OpenMetricsWithoutEnd_KeepsSamplesAndSaysSo()
    {
        Assert.Equal(["a 1 @1000"], _page.Read("a 1\n", openMetrics: true));
        Assert.Equal(["1 Malformed"], _page.Refused);
    }

    [Fact]
    public void Read_SeriesThatIsGone_EndsOnce()
    {
        _page.Read("a 1\nb 1\n");

        Assert.Equal(["a 2 @2000", "b stale @2000"], _page.Read("a 2\n"));
        Assert.Equal(["a 3 @3000"], _page.Read("a 3\n"));
        Assert.Equal(["a 4 @4000", "b 4 @4000"], _page.Read("a 4\nb 4\n"));
        Assert.Equal(1, _page.Counts.NewSeries);
    }

    [Fact]
    public void EndAll_TargetGone_EndsWhatThereWas()
    {
        _page.Read("a 1\nb 1\n");

        Assert.Equal(["a stale @2000", "b stale @2000"], _page.EndAll());
        Assert.Empty(_page.EndAll());
    }

    [Fact]
    public void EndAll_SeriesWithItsOwnTimes_IsLeftAlone()
    {
        _page.Read("a 1 500\n");

        Assert.Empty(_page.EndAll());
    }

    [Fact]
    public void Read_TimestampsNotHonored_AreTheScrapes()
    {
        PageFixture page = new(honorTimestamps: false);

        Assert.Equal(["a 1 @1000"], page.Read("a 1 500\n"));
        Assert.Equal(["a stale @2000"], page.EndAll());
    }

    [Theory]
    [InlineData(false, "m{exported_job=\"own\",instance=\"i\",job=\"target\"} 1 @1000")]
    [InlineData(true, "m{instance=\"i\",job=\"own\"} 1 @1000")]
    public void Read_LabelThatTheTargetHasToo_IsRenamedOrWins(bool honorLabels, string sample)
    {
        PageFixture page = new(honorLabels, true, new Label("job", "target"), new Label("instance", "i"));

        Assert.Equal([sample], page.Read("m{job=\"own\"} 1\n"));
    }

    [Fact]
    public void Read_ExportedLabelThatIsThereToo_IsRenamedFurther()
    {
        PageFixture page = new(false, true, new Label("job", "target"));

        Assert.Equal(
            ["m{exported_exported_job=\"a\",exported_job=\"b\",job=\"target\"} 1 @1000"], page.Read("m{job=\"a\",exported_job=\"b\"} 1\n"));
    }

    [Fact]
    public void Read_KnownPage_ParsesNoLabelsAndAllocatesNothingASample()
    {
        string text = string.Join('\n', Enumerable.Range(0, 2_000).Select(i => $"m{{a=\"{i}\"}} {i}.5"));
        byte[] page = System.Text.Encoding.UTF8.GetBytes(text);
        Nightjar.Storage.Telemetry.SeriesCatalog catalog = new(10_000);
        ScrapePage scraped = new(new Nightjar.Server.Ingestion.SeriesDoor(catalog, new()), new TargetLabels([], false), true);
        long allocated = 0;
        for (int scrape = 1; scrape <= 3; scrape++)
        {
            using Nightjar.Server.Ingestion.SampleBatch batch = new("test");
            long before = GC.GetAllocatedBytesForCurrentThread();
            scraped.Read(page, false, scrape, batch);
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        }

        // The batch grows through the pool, which may hand out a new array; a sample costs nothing.
        Assert.InRange(allocated, 0, 200_000);
    }
}
