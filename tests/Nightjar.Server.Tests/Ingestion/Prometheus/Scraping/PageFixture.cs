using System.Text;
using Nightjar.Core.Telemetry;
using Nightjar.Server.Ingestion;
using Nightjar.Server.Ingestion.Prometheus.Scraping;
using Nightjar.Storage.Telemetry;

namespace Nightjar.Server.Tests.Ingestion.Prometheus.Scraping;

/// <summary>A target's pages without a target.</summary>
internal sealed class PageFixture(bool honorLabels = false, bool honorTimestamps = true, params Label[] target)
{
    private readonly SeriesCatalog _catalog = new(10_000);
    private ScrapePage? _page;
    private long _scrape;

    public ScrapeCounts Counts { get; private set; }

    public IReadOnlyList<string> Refused { get; private set; } = [];

    public SeriesCatalog Catalog => _catalog;

    /// <summary>Reads the next page; scrapes are at 1 s, 2 s, ... The samples as text: <c>name{a="b"} value @ms</c>.</summary>
    public IReadOnlyList<string> Read(string text, bool openMetrics = false) => Read(Encoding.UTF8.GetBytes(text), openMetrics);

    public IReadOnlyList<string> Read(byte[] text, bool openMetrics) =>
        With((page, timeNs, batch) => Counts = page.Read(text, openMetrics, timeNs, batch));

    public IReadOnlyList<string> EndAll() => With((page, timeNs, batch) => page.EndAll(timeNs, batch));

    private List<string> With(Action<ScrapePage, long, SampleBatch> act)
    {
        _page ??= new ScrapePage(new SeriesDoor(_catalog, new IngestionOptions()), new TargetLabels(target, honorLabels), honorTimestamps);
        using SampleBatch batch = new("test");
        act(_page, ++_scrape * Clock.NsPerSecond, batch);
        Refused = [.. batch.Refusals.ByReason().Select(refused => $"{refused.Count} {refused.Reason}")];
        List<string> lines = [];
        foreach (SeriesSample sample in batch.Samples)
        {
            string value = StaleMarker.Is(sample.Value) ? "stale" : FormattableString.Invariant($"{sample.Value:R}");
            lines.Add(FormattableString.Invariant($"{sample.Entry.Series.Labels} {value} @{sample.TimeNs / Clock.NsPerMs}"));
        }

        return lines;
    }
}
