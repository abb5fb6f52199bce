using Nightjar.Core.Telemetry;
using Nightjar.Server.Ingestion;
using Nightjar.Server.Ingestion.Prometheus;
using Nightjar.Storage.Telemetry;

namespace Nightjar.Server.Tests.Ingestion.Prometheus;

/// <summary>The readers with a catalog of their own and no store behind it.</summary>
internal sealed class ReaderFixture : IDisposable
{
    public ReaderFixture(IngestionOptions? limits = null, int maxSeries = 10_000)
    {
        Catalog = new SeriesCatalog(maxSeries);
        Readers = new RemoteWriteReaders(new SeriesDoor(Catalog, limits ?? new IngestionOptions()), Catalog, new PrometheusOptions());
    }

    public SeriesCatalog Catalog { get; }

    public RemoteWriteReaders Readers { get; }

    public SampleBatch Batch { get; private set; } = new("test");

    public RemoteWriteContent Content { get; private set; } = new();

    /// <summary>The batch's samples as text: <c>name{a="b"} value @ms</c>.</summary>
    public IReadOnlyList<string> Samples
    {
        get
        {
            List<string> lines = [];
            foreach (SeriesSample sample in Batch.Samples)
            {
                string value = StaleMarker.Is(sample.Value) ? "stale" : FormattableString.Invariant($"{sample.Value:R}");
                lines.Add(FormattableString.Invariant($"{sample.Entry.Series.Labels} {value} @{sample.TimeNs / Clock.NsPerMs}"));
            }

            return lines;
        }
    }

    public ReaderFixture Read(byte[] message)
    {
        Renew();
        Content = Readers.First.Read(message, Batch);
        return this;
    }

    public ReaderFixture ReadV2(byte[] message)
    {
        Renew();
        Content = Readers.Second.Read(message, Batch);
        return this;
    }

    public MetricKind KindOf(string name) => Catalog.OfName(name).Single().Series.Kind;

    public void Dispose() => Batch.Dispose();

    private void Renew()
    {
        Batch.Dispose();
        Batch = new SampleBatch("test");
    }
}
