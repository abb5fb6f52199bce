using System.Globalization;
using Nightjar.Commands.Text;
using Nightjar.Core.Detection;
using Nightjar.Core.Telemetry;
using Nightjar.Evaluation.Backtest;

namespace Nightjar.Commands.Backtest;

/// <summary>A line an event, the oldest first: before and after beside each other.</summary>
internal static class BacktestText
{
    /// <summary>Characters of a verdict, mostly.</summary>
    public const int VerdictWidth = 42;

    public static void Write(TextWriter output, BacktestTotals totals, bool compares)
    {
        foreach (IGrouping<string, BacktestPair> series in totals.Pairs.GroupBy(pair => pair.Any.Series.ToString()))
        {
            output.WriteLine(series.Key);
            if (compares)
            {
                output.WriteLine($"  {"since",-20}  {"as it is",-VerdictWidth}  {totals.SetText}");
            }

            foreach (BacktestPair pair in series.OrderBy(pair => pair.StartNs))
            {
                string line = $"  {Time(pair.StartNs)}  {Of(pair.Before),-VerdictWidth}";
                output.WriteLine((compares ? $"{line}  {Of(pair.After)}" : line).TrimEnd());
            }
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{totals.Series} series, {totals.Samples:N0} samples: {Count(totals.Before, totals.SeriesWeeks)}{(compares ? "" : ".")}"));
        if (compares)
        {
            output.WriteLine($"With {totals.SetText}: {Count(totals.After, totals.SeriesWeeks)}, of them {totals.Pairs.Count(pair => pair.Before is null)} new; {totals.Pairs.Count(pair => pair.After is null)} would not be raised any more.");
        }
    }

    private static string Count(int anomalies, double weeks) => string.Create(
        CultureInfo.InvariantCulture,
        $"{(anomalies == 1 ? "1 anomaly" : $"{anomalies} anomalies")}{(weeks > 0 ? $" ({anomalies / weeks:0.##} a series and week)" : "")}");

    /// <summary>What was told, in short; <c>-</c> when nothing was.</summary>
    public static string Of(Anomaly? anomaly) => anomaly is null
        ? "-"
        : $"{Detect.AnomalyText.Lower(anomaly.Severity)}, {Number(anomaly.Observed)}, expected {Number(anomaly.Lower)} to {Number(anomaly.Upper)}, {SpanText.Of(anomaly.LastNs - anomaly.StartNs)}";

    /// <summary>To the second.</summary>
    public static string Time(long timeNs) => Clock.ToTime(timeNs).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string Number(double value) => value.ToString("G4", CultureInfo.InvariantCulture);
}
