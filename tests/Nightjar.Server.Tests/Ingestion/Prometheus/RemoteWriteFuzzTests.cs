using Nightjar.Core.Telemetry;
using Nightjar.Server.Ingestion;
using Nightjar.Server.Ingestion.Prometheus;
using Nightjar.Server.Tests.Fuzzing;
using Snappier;
using static Nightjar.Server.Tests.Ingestion.Prometheus.WriteMessages;

namespace Nightjar.Server.Tests.Ingestion.Prometheus;

public sealed class RemoteWriteFuzzTests
{
    private const int MaxBody = 1_000_000;

    [Fact]
    public void WriteRequestReader_MutatedMessages_NeverThrowsAndCountsWhatItReads()
    {
        using ReaderFixture fixture = new(maxSeries: 1_000);
        new Fuzzer(1, Corpus()).Run(input => Check(fixture.Read(input)));
    }

    [Fact]
    public void WriteRequestV2Reader_MutatedMessages_NeverThrowsAndCountsWhatItReads()
    {
        using ReaderFixture fixture = new(maxSeries: 1_000);
        new Fuzzer(2, CorpusV2()).Run(input => Check(fixture.ReadV2(input)));
    }

    [Fact]
    public void SnappyBlock_MutatedBodies_DecompressOrAreRefused()
    {
        using ReaderFixture fixture = new(maxSeries: 1_000);
        new Fuzzer(3, [.. Corpus().Select(message => Snappy.CompressToArray(message))]).Run(input =>
        {
            Refusals refusals = new();
            using PooledBuffer? message = SnappyBlock.Decompress(input, MaxBody, refusals);
            Assert.Equal(message is null, refusals.Total == 1);
            if (message is not null)
            {
                Assert.InRange(message.Length, 0, MaxBody);
                Check(fixture.Read(message.Span.ToArray()));
            }
        });
    }

    [Fact]
    public void WriteRequestReader_CutAtEveryByte_KeepsEverySeriesBeforeTheCut()
    {
        byte[][] series = [.. Enumerable.Range(0, 5).Select(i => Request(Series([("__name__", $"s{i}"), ("a", "b")], (i, 1), (i, 2))))];
        byte[] whole = [.. series.SelectMany(bytes => bytes)];
        using ReaderFixture fixture = new();
        for (int cut = 0; cut <= whole.Length; cut++)
        {
            int complete = 0;
            for (int end = 0; complete < series.Length && (end += series[complete].Length) <= cut;)
            {
                complete++;
            }

            fixture.Read(whole[..cut]);
            Assert.Equal(complete * 2, fixture.Batch.Count);
        }
    }

    private static void Check(ReaderFixture fixture)
    {
        Assert.True(fixture.Content.Samples <= fixture.Batch.Count);
        foreach (Storage.Telemetry.SeriesSample sample in fixture.Batch.Samples)
        {
            Assert.NotNull(sample.Entry);
            Assert.NotEqual(0, sample.Entry.Series.Labels.Name.Length);
        }
    }

    private static IReadOnlyList<byte[]> Corpus() =>
    [
        Request(Series([("__name__", "up"), ("job", "node"), ("instance", "a:1")], (1, 1_700_000_000_000), (StaleMarker.Value, 1_700_000_015_000))),
        Request(Series("wait").Message(4, Histogram(1_700_000_000_000)), Series("x_total", (3, 5))),
        Request(Series("wait").Message(4, new ProtoWriter().Double(2, 3).Signed(4, -53).Message(11, Span(0, 3)).PackedDouble(13, 1, 1, 1).PackedDouble(16, 1, 2, 5).Varint(15, 7))),
        Request(Series("n").Message(4, new ProtoWriter().Varint(1, 6).Signed(4, 8).Message(8, Span(-1, 2)).PackedSigned(9, 1, 1).Varint(15, 9))),
        new ProtoWriter().Message(3, Metadata(1, "x", "Help.", "seconds")).Message(1, Series("x_total", (1, 1)).Message(3, new ProtoWriter().Double(2, 1))).ToArray(),
    ];

    private static IReadOnlyList<byte[]> CorpusV2()
    {
        WriteV2Message first = new();
        ProtoWriter metadata = first.Metadata(1, "Help.", "seconds");
        first.Series(("__name__", "up"), ("job", "node")).Message(2, Sample(1, 1_700_000_000_000)).Message(5, metadata);
        first.Series(("__name__", "up"), ("job", "other")).Message(2, Sample(2, 1_700_000_000_000)).Varint(6, 5);
        WriteV2Message second = new();
        second.Series(("__name__", "wait"), ("le", "x")).Message(3, Histogram(1_700_000_000_000)).Message(4, new ProtoWriter().Double(2, 1));
        return [first.ToArray(), second.ToArray()];
    }
}
