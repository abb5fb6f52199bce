using Nightjar.Core.Telemetry;
using Nightjar.Server.Ingestion;
using static Nightjar.Server.Tests.Ingestion.Prometheus.WriteMessages;

namespace Nightjar.Server.Tests.Ingestion.Prometheus;

public sealed class WriteRequestReaderTests : IDisposable
{
    private readonly ReaderFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public void Read_SeriesWithSamples_GivesThemAsSent()
    {
        _fixture.Read(Request(
            Series([("__name__", "up"), ("job", "node")], (1, 1000), (0, 2000)),
            Series("x_total", (2.5, 1000))));

        Assert.Equal(["up{job=\"node\"} 1 @1000", "up{job=\"node\"} 0 @2000", "x_total 2.5 @1000"], _fixture.Samples);
        Assert.Equal(3, _fixture.Content.Samples);
        Assert.Equal(0, _fixture.Batch.Refusals.Total);
    }

    [Fact]
    public void Read_SameSeriesAgain_GivesTheSameEntry()
    {
        byte[] message = Request(Series([("__name__", "up"), ("job", "node")], (1, 1000)));
        object first = _fixture.Read(message).Batch.Samples[0].Entry;
        object second = _fixture.Read(message).Batch.Samples[0].Entry;

        Assert.Same(first, second);
    }

    [Fact]
    public void Read_FieldsLeftOut_AreZero()
    {
        ProtoWriter series = new ProtoWriter().Message(1, Label("__name__", "zero")).Message(2, new ProtoWriter());

        Assert.Equal(["zero 0 @0"], _fixture.Read(Request(series)).Samples);
    }

    [Fact]
    public void Read_LabelsAfterSamples_AreStillItsLabels()
    {
        ProtoWriter series = new ProtoWriter().Message(1, Label("__name__", "late")).Message(2, Sample(7, 5)).Message(1, Label("a", "b"));

        Assert.Equal(["late{a=\"b\"} 7 @5"], _fixture.Read(Request(series)).Samples);
    }

    [Fact]
    public void Read_StaleMarkerAndOrdinaryNaN_KeepTheirBits()
    {
        double ordinary = BitConverter.Int64BitsToDouble(0x7ff8000000000001);
        _fixture.Read(Request(Series("x", (StaleMarker.Value, 1), (ordinary, 2))));

        Assert.True(StaleMarker.Is(_fixture.Batch.Samples[0].Value));
        Assert.Equal(0x7ff8000000000001, BitConverter.DoubleToInt64Bits(_fixture.Batch.Samples[1].Value));
    }

    [Fact]
    public void Read_UnknownFields_AreSkipped()
    {
        byte[] message = new ProtoWriter().Varint(2, 9).Text(99, "news")
            .Message(1, Series("x", (1, 1)).Double(50, 1).Text(51, "more")).ToArray();

        Assert.Equal(["x 1 @1"], _fixture.Read(message).Samples);
    }

    [Fact]
    public void Read_CutMessage_KeepsWhatStandsBeforeTheCut()
    {
        byte[] message = Request(Series("first", (1, 1)), Series("second", (2, 1)));
        _fixture.Read(message[..^3]);

        Assert.Equal(["first 1 @1"], _fixture.Samples);
        Assert.Equal(1, _fixture.Batch.Refusals[RefusalReason.Malformed]);
    }

    [Fact]
    public void Read_BrokenSample_CostsOnlyItself()
    {
        ProtoWriter broken = Series("x", (1, 1)).Bytes(2, [0x09, 1, 2]).Message(2, Sample(3, 3));
        _fixture.Read(Request(broken, Series("y", (4, 4))));

        Assert.Equal(["x 1 @1", "x 3 @3", "y 4 @4"], _fixture.Samples);
        Assert.Equal(1, _fixture.Batch.Refusals[RefusalReason.Malformed]);
    }

    [Theory]
    [InlineData("", RefusalReason.NoName)]
    [InlineData("__name__=x,a=1,a=2", RefusalReason.BadLabel)]
    [InlineData("__name__=x,=1", RefusalReason.BadLabel)]
    [InlineData("__name__=x,a=1,b=2,c=3,d=4", RefusalReason.TooManyLabels)]
    [InlineData("__name__=x,long=123456789012345678901234567890", RefusalReason.LabelTooLong)]
    public void Read_BadLabels_RefusesAllSamplesOfTheSeriesAndKeepsOthers(string labels, RefusalReason reason)
    {
        using ReaderFixture strict = new(new IngestionOptions { MaxLabels = 4, MaxLabelBytes = 24 });
        IEnumerable<(string, string)> pairs = labels.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(pair => (pair.Split('=')[0], pair.Split('=')[1]));
        strict.Read(Request(Series(pairs, (1, 1), (2, 2)), Series("good", (3, 3))));

        Assert.Equal(["good 3 @3"], strict.Samples);
        Assert.Equal(2, strict.Batch.Refusals[reason]);
    }

    [Fact]
    public void Read_LabelThatIsNotUtf8_IsRefused()
    {
        ProtoWriter series = Series("x").Message(1, new ProtoWriter().Text(1, "a").Bytes(2, [0xff, 0xfe])).Message(2, Sample(1, 1));

        Assert.Equal(1, _fixture.Read(Request(series)).Batch.Refusals[RefusalReason.BadLabel]);
    }

    [Fact]
    public void Read_MoreSeriesThanTheStoreTakes_RefusesTheRest()
    {
        using ReaderFixture small = new(maxSeries: 1);
        small.Read(Request(Series("a", (1, 1)), Series("b", (1, 1), (2, 2))));

        Assert.Equal(["a 1 @1"], small.Samples);
        Assert.Equal(2, small.Batch.Refusals[RefusalReason.SeriesLimit]);
    }

    [Fact]
    public void Read_MetadataAfterSamples_ReachesSeriesAlreadyKnown()
    {
        _fixture.Read(Request(Series("depth", (1, 1)), Series("lag_seconds", (1, 1))));
        _fixture.Read(new ProtoWriter().Message(3, Metadata(2, "depth", "How deep.", "messages")).ToArray());

        Series depth = _fixture.Catalog.OfName("depth").Single().Series;
        Assert.Equal((MetricKind.Gauge, "messages", "How deep."), (depth.Kind, depth.Unit, depth.Help));
        Assert.Equal(MetricKind.Unknown, _fixture.KindOf("lag_seconds"));
    }

    [Theory]
    [InlineData(1, "jobs", "jobs_total", MetricKind.Counter)]
    [InlineData(1, "jobs", "jobs_created", MetricKind.Gauge)]
    [InlineData(2, "jobs_total", "jobs_total", MetricKind.Gauge)]
    [InlineData(3, "wait", "wait_bucket", MetricKind.HistogramBucket)]
    [InlineData(3, "wait", "wait_sum", MetricKind.Counter)]
    [InlineData(4, "wait", "wait_bucket", MetricKind.Gauge)]
    [InlineData(5, "wait", "wait", MetricKind.Gauge)]
    [InlineData(5, "wait", "wait_count", MetricKind.Counter)]
    [InlineData(6, "build", "build_info", MetricKind.Gauge)]
    public void Read_MetadataBeforeSamples_DecidesTheKind(int type, string family, string series, MetricKind kind)
    {
        _fixture.Read(new ProtoWriter().Message(3, Metadata(type, family)).ToArray());
        _fixture.Read(Request(Series([("__name__", series), ("le", "1")], (1, 1))));

        Assert.Equal(kind, _fixture.KindOf(series));
    }

    [Fact]
    public void Read_Exemplars_AreCountedAndDropped()
    {
        ProtoWriter series = Series("x", (1, 1)).Message(3, new ProtoWriter().Message(1, Label("trace_id", "abc")).Double(2, 1).Varint(3, 1));

        Assert.Equal(1, _fixture.Read(Request(series)).Content.Exemplars);
        Assert.Equal(["x 1 @1"], _fixture.Samples);
    }

    [Fact]
    public void Read_TimestampsBeyondTheCalendar_BecomeItsEnds()
    {
        _fixture.Read(Request(Series("x", (1, long.MinValue), (1, long.MaxValue))));

        Assert.True(_fixture.Batch.Samples[0].TimeNs < -9e18);
        Assert.True(_fixture.Batch.Samples[1].TimeNs > 9e18);
    }
}
