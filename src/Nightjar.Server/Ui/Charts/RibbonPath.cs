using System.Globalization;
using System.Text;
using Nightjar.Core.Detection;
using Nightjar.Core.Telemetry;

namespace Nightjar.Server.Ui.Charts;

/// <summary>Abnormal minutes as the SVG paths of a thin strip: drawn by the server, so that the first paint has it.</summary>
public static class RibbonPath
{
    /// <summary>How many strengths there are.</summary>
    public static int Strengths => Steps.Length;

    // Of the minutes of idle series one in 80 reaches the first, one in 600 the second, one in 5,000 the third (see AbnormalMinutes.Bar).
    private static readonly double[] Steps = [AbnormalMinutes.Bar, 8, 12];

    /// <summary>
    /// One path for each strength, weakest first, in a box of one unit's height and <paramref name="columns"/> units' width. Of several
    /// minutes in a column the strongest is drawn; a minute is a column wide at least. Empty where there is nothing of that strength.
    /// </summary>
    /// <param name="minutes">In any order; what lies outside the range is left out.</param>
    /// <param name="range">The time from the left to the right side.</param>
    /// <param name="columns">About the pixels there are.</param>
    public static IReadOnlyList<string> Of(IEnumerable<AbnormalMinute> minutes, TimeRange range, int columns)
    {
        int[] strengths = new int[columns];
        double columnNs = Math.Max(1, (range.ToNs - range.FromNs) / (double)columns);
        foreach (AbnormalMinute minute in minutes)
        {
            double left = (minute.TimeNs - range.FromNs) / columnNs;
            int first = (int)Math.Floor(left);
            int last = Math.Max(first, (int)Math.Ceiling(left + (Clock.NsPerMinute / columnNs)) - 1);
            int strength = Steps.Count(step => minute.Point >= step);
            for (int column = Math.Max(0, first); column <= Math.Min(columns - 1, last); column++)
            {
                strengths[column] = Math.Max(strengths[column], strength);
            }
        }

        return [.. Enumerable.Range(1, Steps.Length).Select(strength => Path(strengths, strength))];
    }

    private static string Path(int[] strengths, int strength)
    {
        StringBuilder path = new();
        for (int from = 0; from < strengths.Length; from++)
        {
            int to = from;
            while (to < strengths.Length && strengths[to] == strength)
            {
                to++;
            }

            if (to > from)
            {
                path.Append(CultureInfo.InvariantCulture, $"M{from} 0H{to}V1H{from}z");
                from = to;
            }
        }

        return path.ToString();
    }
}
