using Nightjar.Core.Telemetry;
using Nightjar.Storage.Telemetry;

namespace Nightjar.Server.Ingestion.Prometheus.Scraping;

/// <summary>The series that tell how a target's scrapes go, under Prometheus' names. One a target.</summary>
internal sealed class ScrapeReport(SeriesDoor door, IReadOnlyList<Label> target)
{
    private static readonly (string Name, string Unit, string Help)[] Metrics =
    [
        ("up", "", "1 when the target's last scrape succeeded, 0 when it failed."),
        ("scrape_duration_seconds", "s", "Time the scrape took."),
        ("scrape_samples_scraped", "", "Samples the target exposed."),
        ("scrape_samples_post_metric_relabeling", "", "Samples left after metric relabelling, of which there is none: the same."),
        ("scrape_series_added", "", "Series that the scrape before did not hold."),
    ];

    private readonly SeriesEntry?[] _entries = new SeriesEntry?[Metrics.Length];

    /// <summary>Adds the report of one scrape.</summary>
    public void Add(bool up, TimeSpan duration, ScrapeCounts counts, long timeNs, SampleBatch batch) =>
        Add([up ? 1 : 0, duration.TotalSeconds, counts.Samples, counts.Samples, counts.NewSeries], timeNs, batch);

    /// <summary>The target is no longer scraped.</summary>
    public void End(long timeNs, SampleBatch batch)
    {
        double[] ends = new double[Metrics.Length];
        Array.Fill(ends, StaleMarker.Value);
        Add(ends, timeNs, batch);
    }

    private void Add(ReadOnlySpan<double> values, long timeNs, SampleBatch batch)
    {
        for (int i = 0; i < Metrics.Length; i++)
        {
            if (_entries[i] is null or { Dropped: true })
            {
                (string name, string unit, string help) = Metrics[i];
                _entries[i] = door.Resolve([new Label(Labels.MetricName, name), .. target], MetricKind.Gauge, unit, help, batch, 1);
            }

            if (_entries[i] is { } entry)
            {
                batch.Add(entry, timeNs, values[i]);
            }
        }
    }
}
