using System.Globalization;
using Nightjar.Commands.Text;
using Nightjar.Core.Detection;
using Nightjar.Core.Telemetry;
using Nightjar.Evaluation;

namespace Nightjar.Commands.Detect;

/// <summary>An anomaly in words and as a little picture.</summary>
internal static class AnomalyText
{
    private const int Width = 60;

    // As much before it as shows what is usual, and a little after.
    private const int SamplesBefore = 60;
    private const int SamplesAfter = 20;

    public static void Write(TextWriter output, ColumnAnomaly one)
    {
        Anomaly anomaly = one.Anomaly;
        string until = anomaly.EndNs is null ? "still open at the end" : $"until {Time(anomaly.LastNs)} ({SpanText.Of(anomaly.LastNs - anomaly.StartNs)})";
        if (anomaly.Kind == AnomalyKind.Joint)
        {
            WriteJoint(output, anomaly, until);
        }
        else
        {
            output.WriteLine($"{one.Column.Name}  {Lower(anomaly.Severity)}, {Lower(anomaly.Direction)}, since {Time(anomaly.StartNs)}, {until}");
            output.WriteLine(anomaly.Shape == AnomalyShape.FlatLine
                ? $"  stands still at {Number(anomaly.Observed)} (learnt from {anomaly.LearntSamples} samples)"
                : $"  observed {Number(anomaly.Observed)}, expected {Number(anomaly.Expected)}, range {Number(anomaly.Lower)} to {Number(anomaly.Upper)} (z {Number(anomaly.Score)}, learnt from {anomaly.LearntSamples} samples)");
        }

        if (AnomalyWords.RarityOf(anomaly) is { Length: > 0 } rarity)
        {
            output.WriteLine($"  {rarity}");
        }

        output.WriteLine($"  {Picture(one.Column, anomaly)}");
    }

    private static void WriteJoint(TextWriter output, Anomaly anomaly, string until)
    {
        string what = anomaly.Shape == AnomalyShape.Parted ? "columns no longer move together" : "several columns have moved at once";
        output.WriteLine($"{what}  {Lower(anomaly.Severity)}, since {Time(anomaly.StartNs)}, {until}");
        foreach (AnomalyCarrier carrier in anomaly.Carriers)
        {
            output.WriteLine($"  {carrier.Series.Name} ({AnomalyWords.ShareOf(carrier)}): {Number(carrier.Observed)}, expected {Number(carrier.Expected)} by what the others did");
        }
    }

    /// <summary>A name of an enumeration as it is written in JSON.</summary>
    public static string Lower<T>(T name)
        where T : struct, Enum => JsonName(name.ToString());

    private static string JsonName(string name) => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(name);

    private static string Picture(CsvColumn column, Anomaly anomaly)
    {
        int from = IndexOf(column.TimesNs, anomaly.StartNs);
        int to = IndexOf(column.TimesNs, anomaly.LastNs);
        int first = Math.Max(0, from - SamplesBefore);
        int last = Math.Min(column.Values.Count - 1, to + SamplesAfter);
        return Sparkline.Of(column.Values, first, last, Width);
    }

    private static int IndexOf(IReadOnlyList<long> times, long timeNs)
    {
        int low = 0;
        int high = times.Count - 1;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = times[middle] < timeNs ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private static string Time(long timeNs) => Clock.ToTime(timeNs).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string Number(double value) => value.ToString("G4", CultureInfo.InvariantCulture);
}
