namespace Nightjar.Core.Telemetry;

/// <summary>
/// Quantiles of a histogram with cumulative buckets, as Prometheus' <c>histogram_quantile</c> gives them: linear interpolation
/// within the bucket that holds the rank.
/// </summary>
internal static class BucketQuantile
{
    /// <summary>The value below which a share <paramref name="q"/> (0..1) of the events lies.</summary>
    /// <param name="q">0..1.</param>
    /// <param name="bounds">Upper bounds, ascending, the last +Inf.</param>
    /// <param name="counts">Events up to each bound, never falling.</param>
    /// <returns>
    /// The highest finite bound when the rank lies in the last bucket; the lowest bound itself when it lies in the first and that
    /// bound is not above zero; NaN without events, without a finite bound, or when the last bound is not +Inf.
    /// </returns>
    public static double Of(double q, ReadOnlySpan<double> bounds, ReadOnlySpan<double> counts) // hot
    {
        int last = bounds.Length - 1;
        if (last < 1 || !double.IsPositiveInfinity(bounds[last]) || !(counts[last] > 0))
        {
            return double.NaN;
        }

        double rank = q * counts[last];
        int bucket = 0;
        while (bucket < last && counts[bucket] < rank)
        {
            bucket++;
        }

        if (bucket == last)
        {
            return bounds[last - 1];
        }

        double upper = bounds[bucket];
        if (bucket == 0)
        {
            return upper <= 0 ? upper : upper * (rank / counts[0]);
        }

        double lower = bounds[bucket - 1];
        double below = counts[bucket - 1];
        return lower + ((upper - lower) * ((rank - below) / (counts[bucket] - below)));
    }
}
