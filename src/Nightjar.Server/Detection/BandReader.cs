using Microsoft.Extensions.Options;
using Nightjar.Core.Detection;
using Nightjar.Core.Detection.Rules;
using Nightjar.Core.Telemetry;
using Nightjar.Server.Detection.Rules;
using Nightjar.Storage.Telemetry;

namespace Nightjar.Server.Detection;

/// <summary>
/// The expected range of a series for a chart: its stored samples go once more through the detector that judged them. What is
/// shown is what was said, as long as the series' first sample is within <see cref="LookBack"/> (else the learning starts there) and as the rules of today have it.
/// </summary>
public sealed class BandReader(SeriesReader reader, TelemetryStore store, DetectionRules rules, IOptions<DetectionOptions> options)
{
    /// <summary>How far before the range learning starts: two days, so that the hour profile has had its say.</summary>
    public static readonly TimeSpan LookBack = TimeSpan.FromDays(2);

    /// <summary>One point a sample in the range; empty when there are none. O(samples since <see cref="LookBack"/>), about 0.2 µs each and the read.</summary>
    public IReadOnlyList<BandPoint> Read(Labels series, TimeRange range, CancellationToken cancellation = default) =>
        [.. Judge(series, Samples(series, range, cancellation), range.FromNs).Where(point => !StaleMarker.Is(point.Value))];

    /// <summary>
    /// One of the numbers as a series: a sample for each that was judged (none while the series was learnt), and a stale marker where
    /// the series ended. <paramref name="samplesRead"/> counts what was read for it.
    /// </summary>
    public SamplePoint[] Read(Labels series, ResultKind kind, TimeRange range, out int samplesRead, CancellationToken cancellation)
    {
        SamplePoint[] samples = Samples(series, range, cancellation);
        samplesRead = samples.Length;
        return [.. Judge(series, samples, range.FromNs)
            .Where(point => !point.IsLearning)
            .Select(point => new SamplePoint(point.TimeNs, StaleMarker.Is(point.Value) ? point.Value : point[kind]))];
    }

    private SamplePoint[] Samples(Labels series, TimeRange range, CancellationToken cancellation) =>
        reader.Read(series, range with { FromNs = range.FromNs - LookBack.ToNs() }, cancellation);

    /// <summary>What the detector says from a time on; where the series ended, a point whose value is the stale marker.</summary>
    private IEnumerable<BandPoint> Judge(Labels series, SamplePoint[] samples, long fromNs)
    {
        SeriesDetector detector = new(
            options.Value.Detector, ScaleOf(series));
        SeriesRule rule = rules.Book.Of(series);
        foreach (SamplePoint sample in samples)
        {
            BandPoint point = StaleMarker.Is(sample.Value)
                ? new BandPoint(sample.TimeNs, sample.Value, false, double.NaN, double.NaN, double.NaN, false, double.NaN)
                : Describe(sample, Judge(detector, rule.At(sample.TimeNs), sample));
            if (sample.TimeNs >= fromNs)
            {
                yield return point;
            }
        }
    }

    private static Verdict Judge(SeriesDetector detector, SeriesRule rule, SamplePoint sample) => rule.IsHeld
        ? RuleJudgement.Hold(RuleJudgement.Apply(rule, detector.Weigh(sample.TimeNs, sample.Value), sample.Value))
        : RuleJudgement.Apply(rule, detector.Score(sample.TimeNs, sample.Value), sample.Value);

    private static BandPoint Describe(SamplePoint sample, in Verdict verdict) => new(
        sample.TimeNs,
        sample.Value,
        verdict.State == VerdictState.Learning,
        verdict.Expected,
        verdict.Lower,
        verdict.Upper,
        verdict.State == VerdictState.Abnormal,
        AnomalyScore.Of(verdict));

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
