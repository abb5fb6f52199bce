using Nightjar.Core.Telemetry;
using Nightjar.Server.Detection;

namespace Nightjar.Server.Ui.Charts;

/// <summary>The expected range along a chart.</summary>
/// <param name="Times">Ascending, ms since 1970 UTC.</param>
/// <param name="Lower">Lower end at each; null while learning.</param>
/// <param name="Upper">Upper end at each.</param>
/// <param name="Expected">The middle of what was expected.</param>
public sealed record ChartBand(
    IReadOnlyList<long> Times, IReadOnlyList<double?> Lower, IReadOnlyList<double?> Upper, IReadOnlyList<double?> Expected)
{
    /// <summary>The band for a chart: of each of equal slices of points the widest, so that none is narrowed by drawing. Null without points.</summary>
    public static ChartBand? Of(IReadOnlyList<BandPoint> points, int slices)
    {
        if (points.Count == 0)
        {
            return null;
        }

        BandPoint[][] cut = [.. points.Chunk(Math.Max(1, (points.Count + slices - 1) / slices))];
        return new ChartBand(
            [.. cut.Select(slice => slice[0].TimeNs / Clock.NsPerMs)],
            [.. cut.Select(slice => Judged(slice, judged => judged.Min(point => point.Lower)))],
            [.. cut.Select(slice => Judged(slice, judged => judged.Max(point => point.Upper)))],
            [.. cut.Select(slice => Judged(slice, judged => judged.Average(point => point.Expected)))]);
    }

    private static double? Judged(BandPoint[] slice, Func<IEnumerable<BandPoint>, double> of)
    {
        BandPoint[] judged = [.. slice.Where(point => !point.IsLearning)];
        double value = judged.Length == 0 ? double.NaN : of(judged);
        return double.IsFinite(value) ? value : null;
    }
}
