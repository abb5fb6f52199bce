using System.Collections.Frozen;
using Nightjar.Core.Telemetry;

namespace Nightjar.Core.Detection.Rules;

/// <summary>What people's words on anomalies come to, for each series. Immutable and thread-safe.</summary>
public sealed class LearntSensitivity
{
    private readonly FrozenDictionary<SeriesId, double> _own;
    private readonly FrozenDictionary<(string Name, EntityKind Kind), double> _like;
    private readonly FrozenSet<string> _names;

    /// <summary>Sums up. Of several words on one anomaly the last in the list counts.</summary>
    public LearntSensitivity(IEnumerable<Feedback> feedback)
    {
        Feedback[] words = [.. feedback.GroupBy(word => word.AnomalyId, StringComparer.Ordinal).Select(said => said.Last())];
        _own = words.GroupBy(word => word.Series.Id).ToFrozenDictionary(said => said.Key, said => said.Sum(FeedbackSteps.Own));
        _like = words.GroupBy(word => (word.Series.Name, word.EntityKind)).ToFrozenDictionary(said => said.Key, said => said.Sum(FeedbackSteps.Like));
        _names = words.Select(word => word.Series.Name).ToFrozenSet(StringComparer.Ordinal);
    }

    /// <summary>Nothing was said.</summary>
    public static LearntSensitivity None { get; } = new([]);

    /// <summary>The factor of a scored series; 1 where nothing was said of it or its like. O(labels), and one look-up where the metric was never spoken of.</summary>
    /// <param name="source">Labels of the raw series, or of the whole histogram.</param>
    /// <param name="ending">A <see cref="DerivedName"/>, or empty for a raw series.</param>
    public double FactorOf(Labels source, string ending)
    {
        if (_names.Count == 0 || !_names.Contains(source.Name + ending))
        {
            return 1;
        }

        Labels scored = ending.Length == 0 ? source : DerivedSeries.Of(source, ending);
        bool isKnown = _own.TryGetValue(scored.Id, out double own);
        _like.TryGetValue((scored.Name, EntityRules.Of(source)[0].Kind), out double like);

        // A word on the series itself is not counted once more as one on its like.
        return FeedbackSteps.Factor(own, isKnown ? like - (own * FeedbackSteps.LikeShare) : like);
    }
}
