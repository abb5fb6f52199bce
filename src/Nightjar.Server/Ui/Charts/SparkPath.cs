using System.Globalization;
using System.Text;
using Nightjar.Core.Telemetry;
using Nightjar.Storage.Telemetry;

namespace Nightjar.Server.Ui.Charts;

/// <summary>A small line as an SVG path: drawn by the server, so that the first paint has it.</summary>
public static class SparkPath
{
    // A line at the very edge would be cut in half.
    private const double Margin = 1.5;

    /// <summary>The path of the points in a box; gaps (NaN) lift the pen. Empty without a number. A constant runs through the middle.</summary>
    /// <param name="points">Ascending.</param>
    /// <param name="range">The time from the left to the right side.</param>
    /// <param name="width">Of the box.</param>
    /// <param name="height">Of the box; the smallest value is at the bottom, or zero where all values are positive and vary much.</param>
    public static string Of(IReadOnlyList<SamplePoint> points, TimeRange range, double width, double height)
    {
        (double low, double high) = Extent(points);
        if (low > high || range.ToNs <= range.FromNs)
        {
            return "";
        }

        StringBuilder path = new();
        bool down = false;
        foreach (SamplePoint point in points)
        {
            if (!double.IsFinite(point.Value))
            {
                down = false;
                continue;
            }

            double x = (point.TimeNs - range.FromNs) / (double)(range.ToNs - range.FromNs) * width;
            double share = high > low ? (point.Value - low) / (high - low) : 0.5;
            double y = height - Margin - (share * (height - (2 * Margin)));
            path.Append(CultureInfo.InvariantCulture, $"{(down ? 'L' : 'M')}{x:0.#} {y:0.#}");
            down = true;
        }

        return path.ToString();
    }

    /// <summary>The values from the bottom to the top of the box; the first above the second without a number.</summary>
    public static (double Low, double High) Extent(IReadOnlyList<SamplePoint> points)
    {
        double low = double.PositiveInfinity;
        double high = double.NegativeInfinity;
        foreach (SamplePoint point in points)
        {
            if (double.IsFinite(point.Value))
            {
                low = Math.Min(low, point.Value);
                high = Math.Max(high, point.Value);
            }
        }

        // From zero where the values come near it: a small change on a large value must not look like a cliff, nor the other way round.
        return low > 0 && low < high / 2 ? (0, high) : (low, high);
    }
}
