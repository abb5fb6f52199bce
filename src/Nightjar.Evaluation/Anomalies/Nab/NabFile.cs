using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Nightjar.Core.Telemetry;

namespace Nightjar.Evaluation.Anomalies.Nab;

/// <summary>
/// A series with its windows, and what each of its rows is worth as a detection before a profile's weights: the rules of the Numenta
/// Anomaly Benchmark v1.1, "Evaluating Real-Time Anomaly Detection Algorithms" (Lavin, Ahmad, 2015). By row, never by time: files repeat times and go back.
/// </summary>
public sealed class NabFile
{
    /// <summary>In <see cref="WindowOf"/>: a row in no window.</summary>
    public const int NoWindow = -1;

    // The first 15 % of a file, of 5,000 rows at most, are for learning and are not judged.
    private const double ProbationShare = 0.15;
    private const int ProbationRows = 750;

    // Beyond three widths of a window a false row has nothing to do with it any more.
    private const double FarFromWindow = 3;

    private NabFile(LabelledSeries series, int windows, int[] windowOf, double[] worth)
    {
        Series = series;
        Windows = windows;
        WindowOf = windowOf;
        Worth = worth;
    }

    /// <summary>The rows; its name is NAB's key, <c>folder/file.csv</c>; labelled are the rows of windows.</summary>
    public LabelledSeries Series { get; }

    /// <summary>How many there are.</summary>
    public int Windows { get; }

    /// <summary>The first row that is judged.</summary>
    public int FirstJudged => FirstJudgedOf(Series.Count);

    /// <summary>The window of each row, from 0 in order of time; <see cref="NoWindow"/> for none.</summary>
    public IReadOnlyList<int> WindowOf { get; }

    /// <summary>In a window 1 at its first row, falling to almost 0 at its last; outside from 0 just after a window to −1.</summary>
    public IReadOnlyList<double> Worth { get; }

    /// <summary>Puts windows on a series; false with the problem when an edge is not the time of a row.</summary>
    /// <param name="series">Its labels are not looked at.</param>
    /// <param name="windows">First and last instant of each, ns since 1970 UTC, both within it.</param>
    /// <param name="labelFile">What a problem calls the file of the windows.</param>
    /// <param name="file">The result.</param>
    /// <param name="problem">Which edge it is.</param>
    public static bool TryCreate(
        LabelledSeries series,
        IEnumerable<(long FromNs, long ToNs)> windows,
        string labelFile,
        [NotNullWhen(true)] out NabFile? file,
        [NotNullWhen(false)] out DataProblem? problem)
    {
        Dictionary<long, int> firstRow = [];
        for (int i = 0; i < series.Count; i++)
        {
            firstRow.TryAdd(series.TimesNs[i], i);
        }

        List<(int Left, int Right)> spans = [];
        foreach ((long fromNs, long toNs) in windows)
        {
            if (!firstRow.TryGetValue(fromNs, out int left) || !firstRow.TryGetValue(toNs, out int right) || right < left)
            {
                file = null;
                problem = new DataProblem(labelFile, null, $"the window {Text(fromNs)} to {Text(toNs)} of {series.Name} does not begin and end at rows of that file");
                return false;
            }

            spans.Add((left, right));
        }

        spans.Sort();
        file = Create(series, spans);
        problem = null;
        return true;
    }

    private static NabFile Create(LabelledSeries series, List<(int Left, int Right)> spans)
    {
        int[] windowOf = new int[series.Count];
        double[] worth = new double[series.Count];
        int next = 0;
        (int Right, double Width)? left = null;
        for (int i = 0; i < series.Count; i++)
        {
            if (next < spans.Count && i > spans[next].Right)
            {
                left = (spans[next].Right, Width(spans[next]));
                next++;
            }

            bool inside = next < spans.Count && spans[next].Left <= i;
            windowOf[i] = inside ? next : NoWindow;
            worth[i] = inside ? Sigmoid(-(spans[next].Right - i + 1) / Width(spans[next])) / Sigmoid(-1)
                : left is { } window ? Sigmoid((i - window.Right) / (window.Width - 1))
                : -1;
        }

        return new NabFile(series with { Labels = [.. windowOf.Select(window => window != NoWindow)] }, spans.Count, windowOf, worth);
    }

    private static int FirstJudgedOf(int rows) => (int)Math.Min(Math.Floor(ProbationShare * rows), ProbationRows);

    private static double Width((int Left, int Right) span) => span.Right - span.Left + 1;

    private static double Sigmoid(double x) => x > FarFromWindow ? -1 : (2 / (1 + Math.Exp(5 * x))) - 1;

    private static string Text(long timeNs) => Clock.ToTime(timeNs).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
