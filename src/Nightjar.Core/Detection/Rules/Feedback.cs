using Nightjar.Core.Telemetry;

namespace Nightjar.Core.Detection.Rules;

/// <summary>A person's word on one anomaly, with what it needs to be understood when the anomaly is long forgotten.</summary>
public sealed record Feedback
{
    /// <summary>The anomaly; one word each, the last one said.</summary>
    public required string AnomalyId { get; init; }

    /// <summary>The series it was seen in, as scored.</summary>
    public required Labels Series { get; init; }

    /// <summary>Its entity's kind: series of one name on entities of one kind are alike.</summary>
    public required EntityKind EntityKind { get; init; }

    /// <summary>The word.</summary>
    public required FeedbackWord Word { get; init; }

    /// <summary>How far outside the anomaly was at worst, in widths of the expected range on its side; 1 where it has no width.</summary>
    public required double Times { get; init; }

    /// <summary>When it was said, ns since 1970 UTC.</summary>
    public required long TimeNs { get; init; }

    /// <summary>Who said so.</summary>
    public required string By { get; init; }

    /// <summary>A word on an anomaly.</summary>
    public static Feedback Of(Anomaly anomaly, FeedbackWord word, long timeNs, string by) => new()
    {
        AnomalyId = anomaly.Id,
        Series = anomaly.Series,
        EntityKind = EntityRules.Of(SourceOf(anomaly.Series))[0].Kind,
        Word = word,
        Times = TimesOf(anomaly),
        TimeNs = timeNs,
        By = by,
    };

    /// <summary>The labels a scored series was derived from, as far as its name says.</summary>
    internal static Labels SourceOf(Labels series) =>
        DerivedMetric.TryParse(series.Name, out DerivedMetric derived) ? series.WithName(derived.Base) : series;

    private static double TimesOf(Anomaly anomaly)
    {
        double width = anomaly.Observed > anomaly.Expected ? anomaly.Upper - anomaly.Expected : anomaly.Expected - anomaly.Lower;
        double times = Math.Abs(anomaly.Observed - anomaly.Expected) / width;
        return anomaly.Kind == AnomalyKind.OutOfRange && double.IsFinite(times) ? times : 1;
    }
}
