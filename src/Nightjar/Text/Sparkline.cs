namespace Nightjar.Commands.Text;

/// <summary>Values as a line of eight heights.</summary>
internal static class Sparkline
{
    private const string Heights = "▁▂▃▄▅▆▇█";

    /// <summary>
    /// Draws a part of a list. Where several values share a character, the one furthest from the median is shown: a spike must not
    /// vanish between its neighbours.
    /// </summary>
    public static string Of(IReadOnlyList<double> values, int first, int last, int width)
    {
        double[] shown = [.. Enumerable.Range(first, last - first + 1).Select(i => values[i])];
        double[] finite = [.. shown.Where(double.IsFinite).Order()];
        if (finite.Length == 0)
        {
            return "";
        }

        double median = finite[finite.Length / 2];
        int characters = Math.Min(width, shown.Length);
        return string.Create(characters, (shown, finite, median), static (text, from) =>
        {
            for (int i = 0; i < text.Length; i++)
            {
                int start = (int)((long)i * from.shown.Length / text.Length);
                int end = (int)((long)(i + 1) * from.shown.Length / text.Length);
                double value = from.shown[start..end].MaxBy(one => double.IsFinite(one) ? Math.Abs(one - from.median) : -1);
                text[i] = Height(value, from.finite[0], from.finite[^1]);
            }
        });
    }

    private static char Height(double value, double lowest, double highest)
    {
        if (!double.IsFinite(value))
        {
            return ' ';
        }

        double share = highest > lowest ? (value - lowest) / (highest - lowest) : 0;
        return Heights[(int)Math.Round(share * (Heights.Length - 1))];
    }
}
