using Nightjar.Core.Detection;
using Nightjar.Core.Diagnosis;
using Nightjar.Core.Telemetry;

namespace Nightjar.Server.Ui.Text;

/// <summary>Anomalies and evidence in words a person can check.</summary>
public static class AnomalyText
{
    /// <summary>What it is about, in a few words: the metric, or what several series show together.</summary>
    public static string What(Anomaly anomaly) => anomaly.Kind != AnomalyKind.Joint ? Metric(anomaly.Series.Name)
        : anomaly.Shape == AnomalyShape.Parted ? "series no longer move together" : "several series moved at once";

    /// <summary>"97 %, expected 3 to 12 %"; for silence "no samples, expected one each 10 s" in the words that are known.</summary>
    public static string Numbers(Anomaly anomaly) =>
        anomaly.Kind == AnomalyKind.Silence ? "stopped reporting"
            : anomaly.Kind == AnomalyKind.Joint ? $"carried by {string.Join(", ", anomaly.Carriers.Select(carrier => $"{Metric(carrier.Series.Name)} ({AnomalyWords.ShareOf(carrier)})"))}"
            : anomaly.Shape == AnomalyShape.FlatLine ? $"stands still at {Observed(anomaly)}"
            : Numbers(anomaly.Observed, anomaly.Lower, anomaly.Upper, Measure.Of(anomaly.Unit, anomaly.Series.Name));

    /// <summary>The same for evidence.</summary>
    public static string Numbers(Evidence evidence) =>
        evidence.AnomalyId is not null && evidence.Observed >= evidence.Lower && evidence.Observed <= evidence.Upper

            // Abnormal and where it was expected: a flat line.
            ? $"stands still at {NumberScale.Write(evidence.Observed, Measure.Of(evidence.Unit, evidence.Series.Name))}"
            : double.IsFinite(evidence.Observed)
            ? Numbers(evidence.Observed, evidence.Lower, evidence.Upper, Measure.Of(evidence.Unit, evidence.Series.Name))
            : "stopped reporting";

    /// <summary>The value at the largest score, or a word for silence.</summary>
    public static string Observed(Anomaly anomaly) =>
        anomaly.Kind == AnomalyKind.Silence ? "silence" : NumberScale.Write(anomaly.Observed, Measure.Of(anomaly.Unit, anomaly.Series.Name));

    /// <summary>A value of a carrier in its unit.</summary>
    public static string Value(AnomalyCarrier carrier, double value) => NumberScale.Write(value, Measure.Of(carrier.Unit, carrier.Series.Name));

    /// <summary>The expected range.</summary>
    public static string Expected(Anomaly anomaly) =>
        anomaly.Kind == AnomalyKind.Silence ? "samples" : anomaly.Shape == AnomalyShape.FlatLine ? "to move" : NumberScale.WriteRange(anomaly.Lower, anomaly.Upper, Measure.Of(anomaly.Unit, anomaly.Series.Name));

    /// <summary>Which side, as an arrow and a word for those who do not see it.</summary>
    public static (string Arrow, string Word) Direction(AnomalyDirection direction) => direction switch
    {
        AnomalyDirection.Up => ("▲", "above"),
        AnomalyDirection.Down => ("▼", "below"),
        _ => ("∅", "silent or still"),
    };

    /// <summary>A metric's name in words: <c>system_cpu_utilization</c> as "CPU utilization", <c>x_bytes_total:rate</c> as "x bytes a second".</summary>
    public static string Metric(string name)
    {
        int colon = name.IndexOf(':', StringComparison.Ordinal);
        string ending = colon < 0 ? "" : name[colon..];
        string plain = colon < 0 ? name : name[..colon];
        List<string> words = [.. plain.Split(['_', '.'], StringSplitOptions.RemoveEmptyEntries)];
        if (words.Count > 1 && words[0] is "system" or "node" or "process")
        {
            words.RemoveAt(0);
        }

        words.RemoveAll(word => word is "total" or "ratio"); // the percent sign and "a second" say it
        string text = string.Join(' ', words.Select(word => word is "cpu" or "io" or "tcp" ? word.ToUpperInvariant() : word));
        return ending switch
        {
            "" => text,
            DerivedName.Rate => text + " a second",
            _ => $"{text} ({ending[1..]})",
        };
    }

    private static string Numbers(double observed, double lower, double upper, Measure measure) =>
        $"{NumberScale.Write(observed, measure)}, expected {NumberScale.WriteRange(lower, upper, measure)}";
}
