using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Nightjar.Storage.Telemetry;

/// <summary>The store's own metrics, on a meter that the host names (none is kept when it gives no factory).</summary>
internal sealed class StoreMeters
{
    private Histogram<double>? _commit;
    private Histogram<double>? _step;
    private Counter<long>? _rows;

    /// <summary>Puts the store's figures on a meter.</summary>
    public void Attach(Meter meter, Func<TelemetryStatus> status)
    {
        _rows = meter.CreateCounter<long>("nightjar.storage.rows", "{sample}", "Samples committed.");
        _commit = meter.CreateHistogram<double>("nightjar.storage.commit.duration", "s", "Time a commit took until it was durable.");
        _step = meter.CreateHistogram<double>("nightjar.storage.maintenance.duration", "s", "Time a flush, compaction or deletion took.");
        meter.CreateObservableGauge("nightjar.storage.series", () => status().Series, "{series}", "Series in the catalog.");
        meter.CreateObservableGauge("nightjar.storage.hot.rows", () => status().HotRows, "{sample}", "Samples not yet in a part.");
        meter.CreateObservableGauge("nightjar.storage.part.rows", () => status().PartRows, "{sample}", "Samples in parts.");
        meter.CreateObservableGauge("nightjar.storage.parts", () => status().Parts, "{part}", "Parquet parts.");
        meter.CreateObservableGauge("nightjar.storage.bytes", () => status().Bytes, "By", "Bytes of telemetry on disk.");
        meter.CreateObservableGauge("nightjar.storage.parts.damaged", () => status().DamagedParts.Count, "{part}", "Parts that cannot be read.");
    }

    /// <summary>A commit is done.</summary>
    public void Committed(long started, int rows)
    {
        _commit?.Record(Stopwatch.GetElapsedTime(started).TotalSeconds);
        _rows?.Add(rows);
    }

    /// <summary>A maintenance step is done.</summary>
    public void Maintained(long started, string step) =>
        _step?.Record(Stopwatch.GetElapsedTime(started).TotalSeconds, new KeyValuePair<string, object?>("step", step));
}
