using System.Diagnostics.Metrics;
using Microsoft.Extensions.Options;
using Nightjar.Storage.Telemetry;

namespace Nightjar.Server.Ingestion.Prometheus;

/// <summary>The readers of both versions and what they share: one a server.</summary>
internal sealed class RemoteWriteReaders
{
    public RemoteWriteReaders(SeriesDoor door, TelemetryStore store, IOptions<PrometheusOptions> options, IMeterFactory meters)
        : this(door, store.Catalog, options.Value)
    {
        Meter meter = meters.Create(SelfMeter.Name);
        meter.CreateObservableGauge("nightjar.prometheus.cached_series", () => Cache.Count, "{series}", "Series whose labels need not be parsed again.");
        meter.CreateObservableGauge("nightjar.prometheus.families", () => Families.Count, "{family}", "Metric families whose type is remembered.");
    }

    internal RemoteWriteReaders(SeriesDoor door, SeriesCatalog catalog, PrometheusOptions options)
    {
        Cache = new SeriesCache(options.CachedSeries);
        Families = new MetricFamilies(catalog, options.Families);
        SeriesResolver resolver = new(door, Cache, Families);
        NativeHistograms histograms = new(door, options.NativeHistograms);
        First = new WriteRequestReader(resolver, histograms);
        Second = new WriteRequestV2Reader(resolver, histograms);
    }

    /// <summary>Of version 1.0.</summary>
    public WriteRequestReader First { get; }

    /// <summary>Of version 2.0.</summary>
    public WriteRequestV2Reader Second { get; }

    private SeriesCache Cache { get; }

    private MetricFamilies Families { get; }
}
