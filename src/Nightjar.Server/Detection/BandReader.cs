using Microsoft.Extensions.Options;
using Nightjar.Core.Detection;
using Nightjar.Core.Telemetry;
using Nightjar.Storage.Telemetry;

namespace Nightjar.Server.Detection;

/// <summary>
/// The expected range of a series for a chart: its stored samples go once more through the detector that judged them. What is
/// shown is what was said, as long as the series' first sample is within <see cref="LookBack"/>; else the learning starts there.
/// </summary>
public sealed class BandReader(SeriesReader reader, TelemetryStore store, IOptions<DetectionOptions> options)
{
    /// <summary>How far before the range learning starts: two days, so that the hour profile has had its say.</summary>
    public static readonly TimeSpan LookBack = TimeSpan.FromDays(2);

    /// <summary>One point a sample in the range; empty when there are none. O(samples since <see cref="LookBack"/>), about 0.2 µs each and the read.</summary>
    public IReadOnlyList<BandPoint> Read(Labels series, TimeRange range, CancellationToken cancellation = default)
    {
        TimeRange learnt = range with { FromNs = range.FromNs - LookBack.ToNs() };
        SeriesDetector detector = new(
            DetectorOptions.Default with { WarmUpSamples = options.Value.WarmUpSamples }, ScaleOf(series));
        List<BandPoint> band = [];
        foreach (SamplePoint point in reader.Read(series, learnt, cancellation))
        {
            if (StaleMarker.Is(point.Value))
            {
                continue;
            }

            Verdict verdict = detector.Score(point.TimeNs, point.Value);
            if (point.TimeNs >= range.FromNs)
            {
                band.Add(new BandPoint(
                    point.TimeNs,
                    point.Value,
                    verdict.State == VerdictState.Learning,
                    verdict.Expected,
                    verdict.Lower,
                    verdict.Upper,
                    verdict.State == VerdictState.Abnormal));
            }
        }

        return band;
    }

    /// <summary>The same scale that the shard takes: by the raw series' name and unit.</summary>
    private SeriesScale ScaleOf(Labels series)
    {
        if (store.Catalog.TryGet(series.Id, out SeriesEntry raw))
        {
            return SeriesScale.Of(raw.Series.Labels.Name, raw.Series.Unit, "");
        }

        if (!DerivedMetric.TryParse(series.Name, out DerivedMetric derived))
        {
            return SeriesScale.Of(series.Name, "", "");
        }

        Labels source = series.WithName(derived.Base);
        SeriesEntry? entry = store.Catalog.TryGet(source.Id, out SeriesEntry counter)
            ? counter
            : store.Catalog.OfName(derived.BucketName).FirstOrDefault(bucket =>
                DerivedSeries.TryHistogramOf(bucket.Series.Labels, out Labels histogram, out _) && histogram.Equals(source));
        return SeriesScale.Of(derived.Base, entry?.Series.Unit ?? "", derived.Ending, entry?.Series.Kind.IsBucket() ?? false);
    }
}
