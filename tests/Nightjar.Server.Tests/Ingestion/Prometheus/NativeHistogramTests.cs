using Nightjar.Core.Telemetry;
using Nightjar.Server.Ingestion;
using static Nightjar.Server.Tests.Ingestion.Prometheus.WriteMessages;

namespace Nightjar.Server.Tests.Ingestion.Prometheus;

public sealed class NativeHistogramTests : IDisposable
{
    private readonly ReaderFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public void Read_SchemaFinerThanKept_MergesPairsAndKeepsCountsExact()
    {
        // Schema 3 buckets 1, 2, 3, 4, 6 hold 1, 2, 4, 5, 7. In schema 2 they are 1 (1+2), 2 (4+5), 3 (7): bounds 2^(1/4), 2^(2/4), 2^(3/4).
        _fixture.Read(Request(Series("wait").Message(4, Histogram(9))));

        Assert.Equal(
            [
                "wait_count 21 @9",
                "wait_sum 18.4 @9",
                "wait_bucket{le=\"0.001\"} 2 @9",
                "wait_bucket{le=\"1.189207115002721\"} 5 @9",
                "wait_bucket{le=\"1.4142135623730951\"} 14 @9",
                "wait_bucket{le=\"1.681792830507429\"} 21 @9",
                "wait_bucket{le=\"+Inf\"} 21 @9",
            ],
            _fixture.Samples);
    }

    [Fact]
    public void Read_SchemaCoarserThanKept_StaysAsItIs()
    {
        _fixture.Read(Request(Series("wait").Message(4, Histogram(9, schema: 0))));

        Assert.Contains("wait_bucket{le=\"2\"} 3 @9", _fixture.Samples);
        Assert.Contains("wait_bucket{le=\"64\"} 21 @9", _fixture.Samples);
    }

    [Fact]
    public void Read_NegativeBuckets_StandBelowZero()
    {
        ProtoWriter histogram = new ProtoWriter().Varint(1, 6).Double(3, -3).Signed(4, 0)
            .Message(8, Span(0, 2)).PackedSigned(9, 1, 1).Message(11, Span(1, 1)).PackedSigned(12, 3).Varint(15, 9);
        _fixture.Read(Request(Series("delta").Message(4, histogram)));

        // Index 1 holds [-2, -1), index 0 holds [-1, -0.5); the zero bucket is there to close the gap.
        Assert.Equal(
            [
                "delta_count 6 @9", "delta_sum -3 @9",
                "delta_bucket{le=\"-1\"} 2 @9", "delta_bucket{le=\"-0.5\"} 3 @9", "delta_bucket{le=\"0\"} 3 @9",
                "delta_bucket{le=\"2\"} 6 @9", "delta_bucket{le=\"+Inf\"} 6 @9",
            ],
            _fixture.Samples);
    }

    [Fact]
    public void Read_FloatCounts_AreKept()
    {
        ProtoWriter histogram = new ProtoWriter().Double(2, 1.5).Double(3, 2).Signed(4, 0)
            .Message(11, Span(1, 2)).PackedDouble(13, 0.5, 1).Varint(15, 9);
        _fixture.Read(Request(Series("wait").Message(4, histogram)));

        Assert.Contains("wait_bucket{le=\"2\"} 0.5 @9", _fixture.Samples);
        Assert.Contains("wait_bucket{le=\"4\"} 1.5 @9", _fixture.Samples);
    }

    [Fact]
    public void Read_CustomBounds_AreKeptAsTheyAre()
    {
        ProtoWriter histogram = new ProtoWriter().Varint(1, 7).Double(3, 2).Signed(4, -53)
            .Message(11, Span(0, 1)).Message(11, Span(1, 1)).PackedSigned(12, 3, 1).PackedDouble(16, 0.1, 0.5).Varint(15, 9);
        _fixture.Read(Request(Series("wait").Message(4, histogram)));

        Assert.Equal(
            ["wait_count 7 @9", "wait_sum 2 @9", "wait_bucket{le=\"0.1\"} 3 @9", "wait_bucket{le=\"0.5\"} 3 @9", "wait_bucket{le=\"+Inf\"} 7 @9"],
            _fixture.Samples);
    }

    [Fact]
    public void Read_BucketEmptyThisTime_IsWrittenAllTheSame()
    {
        ProtoWriter early = new ProtoWriter().Varint(1, 2).Signed(4, 0).Message(11, Span(1, 1)).PackedSigned(12, 2).Varint(15, 1);
        ProtoWriter late = new ProtoWriter().Varint(1, 3).Signed(4, 0).Message(11, Span(3, 1)).PackedSigned(12, 3).Varint(15, 2);
        _fixture.Read(Request(Series("wait").Message(4, early)));
        _fixture.Read(Request(Series("wait").Message(4, late)));

        Assert.Contains("wait_bucket{le=\"2\"} 0 @2", _fixture.Samples);
        Assert.Contains("wait_bucket{le=\"8\"} 3 @2", _fixture.Samples);
    }

    [Fact]
    public void Read_BoundOutgrown_EndsItsSeries()
    {
        _fixture.Read(Request(Series("wait").Message(4, Histogram(1))));
        _fixture.Read(Request(Series("wait").Message(4, Histogram(2, schema: 0))));

        Assert.Contains("wait_bucket{le=\"1.189207115002721\"} stale @2", _fixture.Samples);
    }

    [Fact]
    public void Read_StaleSum_EndsEverySeries()
    {
        _fixture.Read(Request(Series("wait").Message(4, Histogram(1))));
        int written = _fixture.Samples.Count;
        _fixture.Read(Request(Series("wait").Message(4, new ProtoWriter().Double(3, StaleMarker.Value).Varint(15, 2))));

        Assert.Equal(written, _fixture.Samples.Count);
        Assert.All(_fixture.Samples, sample => Assert.EndsWith("stale @2", sample, StringComparison.Ordinal));
    }

    [Fact]
    public void Read_ThousandsOfBuckets_AreMergedBelowTheBound()
    {
        ProtoWriter histogram = new ProtoWriter().Varint(1, 4000).Signed(4, 8)
            .Message(11, Span(-2000, 4000)).PackedSigned(12, Enumerable.Range(0, 4000).Select(i => i == 0 ? 1L : 0L))
            .Message(8, Span(-20000, 40000)).PackedSigned(9, Enumerable.Range(0, 40000).Select(i => i == 0 ? 1L : 0L)).Varint(15, 9);
        _fixture.Read(Request(Series("wait").Message(4, histogram)));

        Assert.InRange(_fixture.Samples.Count, 50, 163);
        Assert.Equal("44000", _fixture.Samples[^2].Split(' ')[1]);
    }

    [Theory]
    [InlineData(99, 1, 1L)]
    [InlineData(0, 5, 1L)]
    [InlineData(0, 1, -1L)]
    public void Read_HistogramThatDoesNotAddUp_IsRefusedAndOthersKept(int schema, uint length, long count)
    {
        ProtoWriter histogram = new ProtoWriter().Varint(1, 1).Signed(4, schema).Message(11, Span(0, length)).PackedSigned(12, count).Varint(15, 9);
        _fixture.Read(Request(Series("bad").Message(4, histogram), Series("good", (1, 1))));

        Assert.Equal(["good 1 @1"], _fixture.Samples);
        Assert.Equal(1, _fixture.Batch.Refusals[RefusalReason.Malformed]);
    }
}
