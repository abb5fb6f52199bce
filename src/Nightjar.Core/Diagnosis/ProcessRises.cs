using Nightjar.Core.Telemetry;

namespace Nightjar.Core.Diagnosis;

/// <summary>
/// Compares a process before and since the onset. A process that has just appeared is too young to be learnt, and yet is the
/// first that a person would look at: what was not there before took nothing before.
/// </summary>
public static class ProcessRises
{
    // A mean of 1.4826 median absolute deviations is the standard deviation of normal noise.
    private const double DeviationToSpread = 1.4826;

    // The median of the samples since the onset, so that one burst does not make a culprit; at least two samples, where there are.
    private const double RelativeFloor = 0.05;

    /// <summary>Null when it did not rise, or is not there since the onset.</summary>
    /// <param name="series">The process' series.</param>
    /// <param name="unit">Its unit, or empty.</param>
    /// <param name="before">Values before the onset, any order; of a process that was there only for a part of it the rest counts as 0.</param>
    /// <param name="roundsBefore">How many samples the host's own series had before the onset: what is missing counts as 0.</param>
    /// <param name="since">Times and values since the onset, ascending.</param>
    /// <param name="floor">Differences below it mean nothing, in the unit of the series.</param>
    public static ProcessRise? Of(
        Labels series, string unit, IReadOnlyList<double> before, int roundsBefore, IReadOnlyList<(long TimeNs, double Value)> since, double floor)
    {
        double[] after = [.. since.Select(point => point.Value).Where(double.IsFinite).Order()];
        if (after.Length == 0)
        {
            return null;
        }

        double[] sorted = [.. before.Where(double.IsFinite).Concat(Enumerable.Repeat(0.0, Math.Max(0, roundsBefore - before.Count))).Order()];
        double expected = Median(sorted);
        double deviation = Median([.. sorted.Select(value => Math.Abs(value - expected)).Order()]);
        double observed = Median(after);
        double spread = Math.Max(Math.Max(DeviationToSpread * deviation, RelativeFloor * Math.Abs(expected)), floor);
        if (observed - expected <= spread)
        {
            return null;
        }

        double halfWay = expected + ((observed - expected) / 2);
        long sinceNs = since.First(point => point.Value >= halfWay).TimeNs;
        return new ProcessRise(series, unit, expected, spread, observed, sinceNs);
    }

    private static double Median(double[] sorted) =>
        sorted.Length == 0 ? 0 : (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
}
