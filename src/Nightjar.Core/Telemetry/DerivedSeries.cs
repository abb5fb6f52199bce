using System.Collections.Immutable;
using System.Globalization;

namespace Nightjar.Core.Telemetry;

/// <summary>Which derived series come of a raw one (see "Raw and derived series" in <c>ARCHITECTURE.md</c>). Cold: once a series, not once a sample.</summary>
public static class DerivedSeries
{
    /// <summary>The label that holds a bucket's upper bound.</summary>
    public const string BoundLabel = "le";

    /// <summary>The ending of a bucket's metric name.</summary>
    public const string BucketSuffix = "_bucket";

    /// <summary>The endings of a histogram's derived series: rate, p50, p95, p99.</summary>
    public static ImmutableArray<string> HistogramEndings { get; } = [DerivedName.Rate, DerivedName.P50, DerivedName.P95, DerivedName.P99];

    /// <summary>
    /// The derived series of a raw one: one rate of a counter; rate, p50, p95 and p99 (in this order) of the histogram a bucket
    /// belongs to, the same for each of its buckets; none of a gauge or of a bucket without a bound.
    /// </summary>
    public static ImmutableArray<Labels> Of(Series raw)
    {
        if (raw.Kind.IsBucket())
        {
            return TryHistogramOf(raw.Labels, out Labels histogram, out _)
                ? [.. HistogramEndings.Select(ending => Of(histogram, ending))]
                : [];
        }

        return raw.Kind.HasRate() ? [Of(raw.Labels, DerivedName.Rate)] : [];
    }

    /// <summary>The derived series of a counter or histogram with one ending.</summary>
    public static Labels Of(Labels counterOrHistogram, string ending) => counterOrHistogram.WithName(counterOrHistogram.Name + ending);

    /// <summary>
    /// The histogram a bucket belongs to: its labels without <c>le</c>, its name without <c>_bucket</c>. Equal for all buckets of one
    /// histogram, so its id also says where they belong. False when there is no <c>le</c> or it is no number.
    /// </summary>
    public static bool TryHistogramOf(Labels bucket, out Labels histogram, out double bound)
    {
        histogram = Labels.Empty;
        if (!TryParseBound(bucket[BoundLabel], out bound))
        {
            return false;
        }

        string name = bucket.Name;
        string shortName = name.EndsWith(BucketSuffix, StringComparison.Ordinal) ? name[..^BucketSuffix.Length] : name;
        histogram = Labels.Create(bucket
            .Where(label => label.Name is not (BoundLabel or Labels.MetricName))
            .Append(new Label(Labels.MetricName, shortName)));
        return true;
    }

    /// <summary>Reads a bound as Prometheus writes it: <c>0.5</c>, <c>1e3</c>, <c>+Inf</c>. False for anything else, NaN included.</summary>
    public static bool TryParseBound(string? text, out double bound)
    {
        switch (text)
        {
            case "+Inf" or "Inf":
                bound = double.PositiveInfinity;
                return true;
            case "-Inf":
                bound = double.NegativeInfinity;
                return true;
            default:
                return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out bound) && !double.IsNaN(bound);
        }
    }
}
