using Nightjar.Storage.Telemetry;

namespace Nightjar.Server.Ui.Charts;

/// <summary>
/// Fewer points for a chart than there are samples, without hiding a peak: of each of equal slices of time the smallest and the
/// largest value stay, in the order in which they came (min/max decimation), and the first and last sample of all.
/// </summary>
public static class Downsampler
{
    // A pause of more than this many usual intervals is drawn as a gap: one missed sample is not one.
    private const double GapIntervals = 4.5;

    // So many distances, taken evenly, tell the usual one as well as all would.
    private const int DistancesLookedAt = 500;

    /// <summary>
    /// At most about three points a slice, ascending; a NaN value is a gap of the line. Samples that are no numbers make gaps.
    /// Up to two samples a slice all of them stay. O(n).
    /// </summary>
    /// <param name="samples">Ascending.</param>
    /// <param name="slices">Slices of time, about one a pixel.</param>
    public static IReadOnlyList<SamplePoint> Reduce(ReadOnlySpan<SamplePoint> samples, int slices)
    {
        List<SamplePoint> kept = new(Math.Min(samples.Length, 2 * slices) + 2);
        if (samples.IsEmpty)
        {
            return kept;
        }

        bool all = samples.Length <= 2 * slices;
        double sliceNs = all ? 0 : Math.Max(1, (samples[^1].TimeNs - samples[0].TimeNs) / (double)slices);
        double gapNs = Math.Max(UsualNs(samples) * GapIntervals, sliceNs); // a gap of less than a slice cannot be seen
        int start = 0;
        while (start < samples.Length)
        {
            int end = all ? start + 1 : SliceEnd(samples, start, sliceNs, gapNs);
            AddSlice(samples, start, end, kept);
            if (end < samples.Length && samples[end].TimeNs - samples[end - 1].TimeNs > gapNs)
            {
                kept.Add(new SamplePoint(samples[end - 1].TimeNs + 1, double.NaN));
            }

            start = end;
        }

        return kept;
    }

    /// <summary>The median distance between samples, ns; endless for fewer than three.</summary>
    internal static double UsualNs(ReadOnlySpan<SamplePoint> samples)
    {
        if (samples.Length < 3)
        {
            return double.PositiveInfinity;
        }

        List<long> distances = [];
        for (int i = 1; i < samples.Length; i += Math.Max(1, samples.Length / DistancesLookedAt))
        {
            distances.Add(samples[i].TimeNs - samples[i - 1].TimeNs);
        }

        distances.Sort();
        return distances[distances.Count / 2];
    }

    private static int SliceEnd(ReadOnlySpan<SamplePoint> samples, int start, double sliceNs, double gapNs)
    {
        long slice = (long)((samples[start].TimeNs - samples[0].TimeNs) / sliceNs);
        int end = start + 1;
        while (end < samples.Length
            && (long)((samples[end].TimeNs - samples[0].TimeNs) / sliceNs) == slice
            && samples[end].TimeNs - samples[end - 1].TimeNs <= gapNs)
        {
            end++;
        }

        return end;
    }

    private static void AddSlice(ReadOnlySpan<SamplePoint> samples, int start, int end, List<SamplePoint> kept)
    {
        int low = -1;
        int high = -1;
        for (int i = start; i < end; i++)
        {
            if (double.IsFinite(samples[i].Value))
            {
                low = low < 0 || samples[i].Value < samples[low].Value ? i : low;
                high = high < 0 || samples[i].Value > samples[high].Value ? i : high;
            }
        }

        if (low < 0)
        {
            kept.Add(samples[start] with { Value = double.NaN });
            return;
        }

        int earlier = Math.Min(low, high);
        int later = Math.Max(low, high);
        Keep(samples, 0, start == 0 && earlier > 0, kept);
        Keep(samples, earlier, true, kept);
        Keep(samples, later, later > earlier, kept);
        Keep(samples, samples.Length - 1, end == samples.Length && later < samples.Length - 1, kept);
    }

    private static void Keep(ReadOnlySpan<SamplePoint> samples, int index, bool keep, List<SamplePoint> kept)
    {
        if (keep && double.IsFinite(samples[index].Value))
        {
            kept.Add(samples[index]);
        }
    }
}
