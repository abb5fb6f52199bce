using System.Globalization;

namespace Nightjar.Server.Ingestion.Prometheus;

/// <summary>
/// A native histogram as cumulative counts over upper bounds. Pairs of buckets are merged, which keeps counts exact, until there are at most
/// four a doubling and at most <see cref="MostBuckets"/> in all.
/// </summary>
internal static class ClassicBuckets
{
    /// <summary>Most bounds of one histogram, +Inf aside.</summary>
    public const int MostBuckets = 160;

    // Four buckets a doubling: a quantile read from them is off by at most 9 %.
    private const int FinestSchema = 2;

    /// <summary>The bounds in ascending order, each with the count of observations up to it.</summary>
    /// <param name="histogram">What was sent.</param>
    /// <param name="schema">The coarsest schema its series has used so far; coarser after the call where the buckets demand it.</param>
    public static List<(double Bound, double Count)> Of(NativeHistogram histogram, ref int schema)
    {
        return histogram.Schema == NativeHistogram.CustomBounds ? OfCustomBounds(histogram) : OfSchema(histogram, ref schema);
    }

    /// <summary>A bound as the label <c>le</c> has it.</summary>
    public static string Format(double bound) =>
        double.IsPositiveInfinity(bound) ? "+Inf" : bound.ToString("R", CultureInfo.InvariantCulture).Replace('E', 'e');

    private static List<(double Bound, double Count)> OfCustomBounds(NativeHistogram histogram)
    {
        List<(double, double)> cumulative = [];
        double sum = 0;
        int next = 0;
        for (int i = 0; i < histogram.Bounds.Count; i++)
        {
            if (next < histogram.Positive.Count && histogram.Positive[next].Index == i)
            {
                sum += histogram.Positive[next++].Count;
            }

            if (!double.IsInfinity(histogram.Bounds[i]))
            {
                cumulative.Add((histogram.Bounds[i], sum));
            }
        }

        return cumulative;
    }

    private static List<(double Bound, double Count)> OfSchema(NativeHistogram histogram, ref int schema)
    {
        schema = Math.Min(schema, Math.Min(histogram.Schema, FinestSchema));
        List<(int Index, double Count)> positive = Merge(histogram.Positive, histogram.Schema - schema);
        List<(int Index, double Count)> negative = Merge(histogram.Negative, histogram.Schema - schema);
        while (positive.Count + negative.Count >= MostBuckets)
        {
            schema--;
            positive = Merge(positive, 1);
            negative = Merge(negative, 1);
        }

        return Accumulate(negative, positive, histogram, schema);
    }

    private static List<(double Bound, double Count)> Accumulate(
        List<(int Index, double Count)> negative, List<(int Index, double Count)> positive, NativeHistogram histogram, int schema)
    {
        List<(double, double)> cumulative = [];
        double sum = 0;
        for (int i = negative.Count - 1; i >= 0; i--)
        {
            sum += negative[i].Count;
            Append(cumulative, -UpperBound(negative[i].Index - 1, schema), sum);
        }

        if (histogram.ZeroCount > 0 || negative.Count > 0)
        {
            sum += histogram.ZeroCount;
            Append(cumulative, histogram.ZeroThreshold, sum);
        }

        foreach ((int index, double count) in positive)
        {
            sum += count;
            Append(cumulative, UpperBound(index, schema), sum);
        }

        return cumulative;
    }

    /// <summary>Adds a bound; one that is not above the last (a bucket within the zero bucket) widens the last.</summary>
    private static void Append(List<(double Bound, double Count)> cumulative, double bound, double count)
    {
        if (cumulative.Count > 0 && bound <= cumulative[^1].Bound)
        {
            cumulative[^1] = (cumulative[^1].Bound, count);
        }
        else if (double.IsFinite(bound))
        {
            cumulative.Add((bound, count));
        }
    }

    /// <summary>Lowers the schema by some steps: bucket i goes into bucket ceil(i / 2^steps), whose upper bound is one of the finer ones.</summary>
    private static List<(int Index, double Count)> Merge(IReadOnlyList<(int Index, double Count)> buckets, int steps)
    {
        List<(int Index, double Count)> merged = [];
        foreach ((int index, double count) in buckets)
        {
            int target = ((index - 1) >> steps) + 1;
            if (merged.Count > 0 && merged[^1].Index == target)
            {
                merged[^1] = (target, merged[^1].Count + count);
            }
            else
            {
                merged.Add((target, count));
            }
        }

        return merged;
    }

    /// <summary>2^(index · 2^-schema), exact where it is a power of two.</summary>
    private static double UpperBound(int index, int schema)
    {
        if (schema <= 0)
        {
            return Math.ScaleB(1, index << -schema);
        }

        int whole = index >> schema;
        return Math.ScaleB(Math.Pow(2, (index - (whole << schema)) / (double)(1 << schema)), whole);
    }
}
