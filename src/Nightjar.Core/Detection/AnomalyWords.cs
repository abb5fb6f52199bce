using System.Globalization;
using Nightjar.Core.Telemetry;

namespace Nightjar.Core.Detection;

/// <summary>Anomalies in sentences.</summary>
public static class AnomalyWords
{
    /// <summary><c>CPU (user) of web-1 at 97 %, expected 3 to 12 %</c>, or <c>web-1: queue length stopped reporting</c>.</summary>
    public static string Of(Anomaly anomaly)
    {
        string who = NameOf(anomaly);
        return anomaly.Kind == AnomalyKind.Silence
            ? $"{MetricWords.Of(anomaly.Series)} of {who} stopped reporting"
            : $"{MetricWords.Of(anomaly.Series)} of {who} at {Quantity.Format(anomaly.Observed, anomaly.Unit)}, "
                + $"expected {Quantity.FormatRange(anomaly.Lower, anomaly.Upper, anomaly.Unit)}";
    }

    /// <summary>
    /// <c>once in 40,000 samples; mostly level and time of day</c>, or <c>the largest in 400 samples</c> where there was none as large: of
    /// more samples than were seen nothing is said. Empty when nothing is known.
    /// </summary>
    public static string RarityOf(Anomaly anomaly)
    {
        if (anomaly.ReturnSamples < 2)
        {
            return "";
        }

        if (anomaly.ReturnSamples >= anomaly.LearntSamples)
        {
            return WithReasons($"the largest in {anomaly.LearntSamples.ToString("#,0", CultureInfo.InvariantCulture)} samples", anomaly);
        }

        // Two digits: it is an estimate.
        double digit = Math.Pow(10, Math.Floor(Math.Log10(anomaly.ReturnSamples)) - 1);
        double rounded = Math.Max(2, Math.Round(anomaly.ReturnSamples / digit) * digit);
        return WithReasons($"once in {rounded.ToString("#,0", CultureInfo.InvariantCulture)} samples", anomaly);
    }

    private static string WithReasons(string often, Anomaly anomaly) =>
        anomaly.Reasons.Length == 0 ? often : $"{often}; mostly {anomaly.Reasons}";

    /// <summary>The short name of the entity: of a part with its host, as "sda" alone is found on every machine.</summary>
    private static string NameOf(Anomaly anomaly)
    {
        System.Collections.Immutable.ImmutableArray<Entity> chain = EntityRules.Of(anomaly.Series);
        return chain.Length == 1 || chain[0].Name == chain[^1].Name ? chain[0].Name : $"{chain[0].Name} on {chain[^1].Name}";
    }
}
