using System.Globalization;
using Nightjar.Core.Telemetry;

namespace Nightjar.Core.Detection;

/// <summary>Anomalies in sentences.</summary>
public static class AnomalyWords
{
    /// <summary>
    /// <c>CPU (user) of web-1 at 97 %, expected 3 to 12 %</c>, or <c>queue length of web-1 stopped reporting</c>, or <c>web-1: its series no longer move
    /// together: CPU (52 %), requests (31 %)</c>.
    /// </summary>
    public static string Of(Anomaly anomaly)
    {
        if (anomaly.Kind == AnomalyKind.Joint)
        {
            string named = string.Join(", ", anomaly.Carriers.Select(carrier => $"{MetricWords.Of(carrier.Series)} ({ShareOf(carrier)})"));
            return $"{JointOf(anomaly)}: {named}";
        }

        string who = NameOf(anomaly);
        return anomaly.Kind == AnomalyKind.Silence
            ? $"{MetricWords.Of(anomaly.Series)} of {who} stopped reporting"
            : anomaly.Shape == AnomalyShape.FlatLine
            ? $"{MetricWords.Of(anomaly.Series)} of {who} stands still at {Quantity.Format(anomaly.Observed, anomaly.Unit)}"
            : $"{MetricWords.Of(anomaly.Series)} of {who} at {Quantity.Format(anomaly.Observed, anomaly.Unit)}, "
                + $"expected {Quantity.FormatRange(anomaly.Lower, anomaly.Upper, anomaly.Unit)}";
    }

    /// <summary><c>web-1: its series no longer move together</c>, or <c>web-1: several of its series have moved at once</c>.</summary>
    public static string JointOf(Anomaly anomaly)
    {
        // Any carrier is of the entity or of a part of it.
        System.Collections.Immutable.ImmutableArray<Entity> chain = EntityRules.Of(anomaly.Series);
        string who = chain.FirstOrDefault(entity => entity.Id == anomaly.Entity)?.Name ?? anomaly.Entity.Value;
        return who + (anomaly.Shape == AnomalyShape.Parted ? ": its series no longer move together" : ": several of its series have moved at once");
    }

    /// <summary>The part of a joint anomaly that a series carries: <c>52 %</c>.</summary>
    public static string ShareOf(AnomalyCarrier carrier) => string.Create(CultureInfo.InvariantCulture, $"{100 * carrier.Share:0} %");

    /// <summary>How rare it is and what says so: <c>a spike; once in 40,000 samples; mostly level and time of day</c>. Empty when nothing is known.</summary>
    public static string RarityOf(Anomaly anomaly)
    {
        string[] parts = [ShapeOf(anomaly.Shape), OftenOf(anomaly), anomaly.Reasons.Length == 0 ? "" : $"mostly {anomaly.Reasons}"];
        return string.Join("; ", parts.Where(part => part.Length > 0));
    }

    /// <summary>
    /// <c>once in 40,000 samples</c>, or <c>the largest in 400 samples</c> where there was none as large: of more samples than were seen
    /// nothing is said. Empty when nothing is known.
    /// </summary>
    public static string OftenOf(Anomaly anomaly)
    {
        if (anomaly.ReturnSamples < 2)
        {
            return "";
        }

        if (anomaly.ReturnSamples >= anomaly.LearntSamples)
        {
            return $"the largest in {anomaly.LearntSamples.ToString("#,0", CultureInfo.InvariantCulture)} samples";
        }

        // Two digits: it is an estimate.
        double digit = Math.Pow(10, Math.Floor(Math.Log10(anomaly.ReturnSamples)) - 1);
        double rounded = Math.Max(2, Math.Round(anomaly.ReturnSamples / digit) * digit);
        return $"once in {rounded.ToString("#,0", CultureInfo.InvariantCulture)} samples";
    }

    private static string ShapeOf(AnomalyShape shape) => shape switch
    {
        AnomalyShape.Spike => "a spike",
        AnomalyShape.LevelShift => "a shift of level",
        AnomalyShape.SeasonBreak => "a break of the daily or weekly pattern",
        AnomalyShape.Drift => "a drift",
        AnomalyShape.VarianceChange => "larger swings than usual",
        AnomalyShape.FlatLine => "a flat line: eight times as long as ever",
        AnomalyShape.NewMaximum => "a new maximum",
        AnomalyShape.NewMinimum => "a new minimum",
        _ => "",
    };

    /// <summary>The short name of the entity: of a part with its host, as "sda" alone is found on every machine.</summary>
    private static string NameOf(Anomaly anomaly)
    {
        System.Collections.Immutable.ImmutableArray<Entity> chain = EntityRules.Of(anomaly.Series);
        return chain.Length == 1 || chain[0].Name == chain[^1].Name ? chain[0].Name : $"{chain[0].Name} on {chain[^1].Name}";
    }
}
