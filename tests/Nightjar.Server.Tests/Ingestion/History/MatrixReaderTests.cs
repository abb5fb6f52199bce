using System.Globalization;
using System.Text;
using Nightjar.Core.Telemetry;
using Nightjar.Server.Ingestion;
using Nightjar.Server.Ingestion.History;
using Nightjar.Server.Tests.Fuzzing;
using Nightjar.Storage.Telemetry;

namespace Nightjar.Server.Tests.Ingestion.History;

public sealed class MatrixReaderTests : IDisposable
{
    private const string Answer = """
        {"status":"success","warnings":["w"],"data":{"resultType":"matrix","result":[
        {"metric":{"__name__":"up","job":"a\"b\u00e9"},"values":[[1700000000,"1"],[1700000060.005,"-2.5e-3"],[1700000120,"NaN"],[1700000180,"+Inf"]]},
        {"values":[[1700000000,"7"]],"metric":{}},
        {"metric":{"__name__":"load"},"values":[]},
        {"metric":{"__name__":"load","job":"b"},"values":[[1700000000,"x"],[1700000060,"4"]],"histograms":[[1,{"count":"1"}]]}]}}
        """;

    private readonly SampleBatch _batch = new("test");
    private readonly SeriesCatalog _catalog = new(1_000);

    public void Dispose() => _batch.Dispose();

    [Fact]
    public void TryRead_Matrix_GivesEachSampleExactly()
    {
        Assert.True(Read(Encoding.UTF8.GetBytes(Answer), out string? problem), problem);
        Assert.Equal(
            [
                "up{job=\"a\\\"bé\"} 1700000000000000000 1", "up{job=\"a\\\"bé\"} 1700000060005000000 -0.0025", "up{job=\"a\\\"bé\"} 1700000120000000000 NaN",
                "up{job=\"a\\\"bé\"} 1700000180000000000 Infinity", "load{job=\"b\"} 1700000060000000000 4",
            ],
            Lines());
    }

    [Theory]
    [InlineData("{\"status\":\"error\",\"error\":\"too many samples\"}", "it answers: too many samples")]
    [InlineData("{\"data\":{\"resultType\":\"vector\",\"result\":[]}}", "its answer is no matrix of Prometheus' API")]
    [InlineData("<html>", "its answer is no matrix of Prometheus' API")]
    [InlineData("", "its answer is no matrix of Prometheus' API")]
    public void TryRead_AnythingElse_SaysSo(string body, string sentence)
    {
        Assert.False(Read(Encoding.UTF8.GetBytes(body), out string? problem));
        Assert.Equal(sentence, problem);
    }

    [Fact]
    public void TryRead_AnyBytes_NeitherThrowsNorInventsSamples() => new Fuzzer(21, [Encoding.UTF8.GetBytes(Answer)]).Run(bytes =>
    {
        using SampleBatch batch = new("test");
        SeriesCatalog catalog = new(1_000);
        new MatrixReader(labels => Resolve(catalog, labels)).TryRead(bytes, batch, out _);
        Assert.InRange(batch.Count, 0, bytes.Length);
    });

    private bool Read(byte[] body, out string? problem) => new MatrixReader(labels => Resolve(_catalog, labels)).TryRead(body, _batch, out problem);

    private static SeriesEntry? Resolve(SeriesCatalog catalog, List<Label> labels) =>
        labels.Count > 0 && Labels.TryCreate(labels, out Labels known) ? catalog.GetOrAdd(new Series(known, MetricKind.Gauge), "test", out _) : null;

    private List<string> Lines()
    {
        List<string> lines = [];
        foreach (SeriesSample sample in _batch.Samples)
        {
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"{sample.Entry.Series.Labels} {sample.TimeNs} {sample.Value}"));
        }

        return lines;
    }
}
