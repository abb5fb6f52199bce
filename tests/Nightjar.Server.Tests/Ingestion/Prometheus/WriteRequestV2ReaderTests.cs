using Nightjar.Core.Telemetry;
using Nightjar.Server.Ingestion;
using static Nightjar.Server.Tests.Ingestion.Prometheus.WriteMessages;

namespace Nightjar.Server.Tests.Ingestion.Prometheus;

public sealed class WriteRequestV2ReaderTests : IDisposable
{
    private readonly ReaderFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public void Read_SeriesWithSamples_GivesThemAsSent()
    {
        WriteV2Message message = new();
        message.Series(("__name__", "up"), ("job", "node")).Message(2, Sample(1, 1000)).Message(2, Sample(0, 2000));
        message.Series(("__name__", "up"), ("job", "other")).Message(2, Sample(3, 1000));

        Assert.Equal(
            ["up{job=\"node\"} 1 @1000", "up{job=\"node\"} 0 @2000", "up{job=\"other\"} 3 @1000"],
            _fixture.ReadV2(message.ToArray()).Samples);
    }

    [Fact]
    public void Read_OtherSymbolNumbers_FindTheSameEntry()
    {
        WriteV2Message first = new();
        first.Series(("__name__", "up"), ("job", "node")).Message(2, Sample(1, 1));
        WriteV2Message second = new();
        second.Symbol("something else");
        second.Series(("__name__", "up"), ("job", "node")).Message(2, Sample(1, 1));

        object one = _fixture.ReadV2(first.ToArray()).Batch.Samples[0].Entry;
        Assert.Same(one, _fixture.ReadV2(second.ToArray()).Batch.Samples[0].Entry);
        Assert.Same(one, _fixture.Read(Request(Series([("__name__", "up"), ("job", "node")], (1, 1)))).Batch.Samples[0].Entry);
    }

    [Fact]
    public void Read_LongLabels_AreWholeAndShareTheCacheWithVersion1()
    {
        string longValue = new('v', 300);
        WriteV2Message message = new();
        message.Series(("__name__", "x"), ("long", longValue)).Message(2, Sample(1, 1));
        object one = _fixture.ReadV2(message.ToArray()).Batch.Samples[0].Entry;

        Assert.Equal([$"x{{long=\"{longValue}\"}} 1 @1"], _fixture.Samples);
        Assert.Same(one, _fixture.Read(Request(Series([("__name__", "x"), ("long", longValue)], (1, 1)))).Batch.Samples[0].Entry);
    }

    [Fact]
    public void Read_UnpackedReferences_AreUnderstood()
    {
        byte[] message = new ProtoWriter().Text(4, "").Text(4, "__name__").Text(4, "x")
            .Message(5, new ProtoWriter().Varint(1, 1).Varint(1, 2).Message(2, Sample(1, 1))).ToArray();

        Assert.Equal(["x 1 @1"], _fixture.ReadV2(message).Samples);
    }

    [Fact]
    public void Read_MetadataOfTheSeries_GivesKindUnitAndHelp()
    {
        WriteV2Message message = new();
        ProtoWriter metadata = message.Metadata(2, "How deep.", "messages");
        message.Series(("__name__", "depth_total")).Message(2, Sample(1, 1)).Message(5, metadata);

        Series series = _fixture.ReadV2(message.ToArray()).Batch.Samples[0].Entry.Series;
        Assert.Equal((MetricKind.Gauge, "messages", "How deep."), (series.Kind, series.Unit, series.Help));
    }

    [Fact]
    public void Read_MetadataOfAKnownSeries_UpgradesIt()
    {
        _fixture.Read(Request(Series("depth", (1, 1))));
        WriteV2Message message = new();
        ProtoWriter metadata = message.Metadata(1);
        message.Series(("__name__", "depth")).Message(2, Sample(1, 2)).Message(5, metadata);
        _fixture.ReadV2(message.ToArray());

        Assert.Equal(MetricKind.Counter, _fixture.KindOf("depth"));
    }

    [Theory]
    [InlineData(new ulong[] { 1, 99 })]
    [InlineData(new ulong[] { 1 })]
    [InlineData(new ulong[] { ulong.MaxValue, 1 })]
    public void Read_ReferencesToNothing_RefuseTheSeriesAndKeepOthers(ulong[] references)
    {
        byte[] message = new ProtoWriter().Text(4, "").Text(4, "__name__").Text(4, "x")
            .Message(5, new ProtoWriter().Packed(1, references).Message(2, Sample(1, 1)).Message(2, Sample(1, 2)))
            .Message(5, new ProtoWriter().Packed(1, 1, 2).Message(2, Sample(3, 3))).ToArray();

        Assert.Equal(["x 3 @3"], _fixture.ReadV2(message).Samples);
        Assert.Equal(2, _fixture.Batch.Refusals[RefusalReason.Malformed]);
    }

    [Fact]
    public void Read_OneSymbolNamedAMillionTimes_IsRefusedWithoutBeingWrittenOut()
    {
        byte[] message = new ProtoWriter().Text(4, "").Text(4, new string('x', 2000))
            .Message(5, new ProtoWriter().Packed(1, Enumerable.Repeat(1UL, 1_000_000)).Message(2, Sample(1, 1))).ToArray();
        long before = GC.GetAllocatedBytesForCurrentThread();
        _fixture.ReadV2(message);

        Assert.Equal(1, _fixture.Batch.Refusals[RefusalReason.TooManyLabels]);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1_000_000);
    }

    [Fact]
    public void Read_HistogramsAndExemplars_AreCountedApart()
    {
        WriteV2Message message = new();
        message.Series(("__name__", "wait")).Message(3, Histogram(1)).Message(3, Histogram(2))
            .Message(4, new ProtoWriter().Double(2, 1));
        message.Series(("__name__", "x")).Message(2, Sample(1, 1));
        _fixture.ReadV2(message.ToArray());

        Assert.Equal((1, 2, 1), (_fixture.Content.Samples, _fixture.Content.Histograms, _fixture.Content.Exemplars));
    }

    [Fact]
    public void Written_SomeRefusedAtTheDoor_CountsWholeHistograms()
    {
        WriteV2Message message = new();
        message.Series(("__name__", "x")).Message(2, Sample(1, 1)).Message(2, Sample(1, 2));
        message.Series(("__name__", "wait")).Message(3, Histogram(1)).Message(3, Histogram(2));
        _fixture.ReadV2(message.ToArray());
        _fixture.Batch.MarkRefused(1);
        _fixture.Batch.MarkRefused(_fixture.Batch.Count - 1);

        Assert.Equal((1, 1), _fixture.Content.Written(_fixture.Batch));
    }
}
