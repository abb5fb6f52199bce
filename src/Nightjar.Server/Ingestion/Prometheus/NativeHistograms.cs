using System.Collections.Concurrent;
using Nightjar.Core.Telemetry;

namespace Nightjar.Server.Ingestion.Prometheus;

/// <summary>
/// The native histograms known by the bytes of their labels. Bounded: when full it starts anew, which costs parsing and the memory of
/// which bounds a histogram once had. Thread-safe.
/// </summary>
internal sealed class NativeHistograms(SeriesDoor door, int maxHistograms)
{
    private readonly ConcurrentDictionary<UInt128, NativeHistogramSeries> _series = new();

    /// <summary>The histogram of these labels, or null.</summary>
    public NativeHistogramSeries? Find(UInt128 key) => _series.GetValueOrDefault(key);

    /// <summary>Parses the labels of a new one; null with the refusal counted for its histograms.</summary>
    public NativeHistogramSeries? Add(SeriesKey key, SampleBatch batch, int samples)
    {
        if (!LabelFields.TryRead(key.Fields, door, batch, samples, out List<Label> labels))
        {
            return null;
        }

        if (!labels.Exists(label => label.Name == Labels.MetricName && label.Value.Length > 0))
        {
            batch.Refusals.Add(RefusalReason.NoName, samples, static () => "a native histogram has no __name__: every series needs a metric name");
            return null;
        }

        if (_series.Count >= maxHistograms)
        {
            _series.Clear();
        }

        return _series.GetOrAdd(key.Hash, new NativeHistogramSeries(door, labels));
    }
}
