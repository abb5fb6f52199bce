using Nightjar.Core.Detection.Rules;
using Nightjar.Core.Telemetry;
using Nightjar.Storage.Telemetry;

namespace Nightjar.Server.Detection.Rules;

/// <summary>How many scored series a rule, or a word on an anomaly, reaches. Thread-safe; reads the catalog.</summary>
public sealed class RuleReach(TelemetryStore store)
{
    /// <summary>Scored series that fit each of some rules, in their order. O(series × rules).</summary>
    public IReadOnlyList<int> Count(IReadOnlyList<DetectionRule> rules)
    {
        int[] counts = new int[rules.Count];
        if (counts.Length == 0)
        {
            return counts;
        }

        foreach ((Labels source, string ending) in store.Catalog.All.SelectMany(Scored))
        {
            for (int i = 0; i < counts.Length; i++)
            {
                counts[i] += rules[i].Fits(source, source.Name + ending) ? 1 : 0;
            }
        }

        return counts;
    }

    /// <summary>Other series of the same metric on entities of the same kind. O(series of the metric).</summary>
    public int Alike(Feedback feedback)
    {
        IEnumerable<SeriesEntry> entries = DerivedMetric.TryParse(feedback.Series.Name, out DerivedMetric derived)
            ? store.Catalog.OfName(derived.Base).Concat(store.Catalog.OfName(derived.BucketName))
            : store.Catalog.OfName(feedback.Series.Name);
        return entries.SelectMany(Scored).Count(scored =>
            scored.Source.Name + scored.Ending == feedback.Series.Name
            && EntityRules.Of(scored.Source)[0].Kind == feedback.EntityKind
            && !(scored.Ending.Length == 0 ? scored.Source : DerivedSeries.Of(scored.Source, scored.Ending)).Equals(feedback.Series));
    }

    /// <summary>What is scored of a raw series, named by its source and ending; of a histogram once, at its last bucket.</summary>
    private static IEnumerable<(Labels Source, string Ending)> Scored(SeriesEntry entry)
    {
        Series series = entry.Series;
        if (!series.Kind.IsBucket())
        {
            return [(series.Labels, series.Kind.HasRate() ? DerivedName.Rate : "")];
        }

        return series.Labels[DerivedSeries.BoundLabel] == "+Inf" && DerivedSeries.TryHistogramOf(series.Labels, out Labels histogram, out _)
            ? DerivedSeries.HistogramEndings.Select(ending => (histogram, ending))
            : [];
    }
}
