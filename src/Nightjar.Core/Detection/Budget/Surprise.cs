using Nightjar.Core.Detection.Rules;

namespace Nightjar.Core.Detection.Budget;

/// <summary>How surprising an anomaly is, on one scale for all series of an estate. Pure.</summary>
public static class Surprise
{
    // Where the range of a series with no history of excursions ends, so that a score of that adds nothing.
    private const double RangeEnd = 5;

    /// <summary>
    /// Decimal powers: how seldom its series has one as large, and how far outside the range it lies, times the importance of its
    /// entity. At least 0. How seldom alone would not do: in its first minutes a series has seen nothing often.
    /// </summary>
    public static double Of(Anomaly anomaly, EntityImportance importance) =>
        importance.Weight * (Math.Log10(Math.Max(1, anomaly.ReturnSamples)) + Math.Log10(Math.Max(1, anomaly.Score / RangeEnd)));

    /// <summary>True for what is far outside, however young its series: three widths of the range for a minute, six at once.</summary>
    public static bool IsStrong(Anomaly anomaly) => anomaly.Severity >= Severity.High;

    /// <summary>
    /// True for what is no matter of chance, and so none of a budget: a silence, a value beyond a bound that people have set, and any
    /// anomaly of a series of which they want to be told all.
    /// </summary>
    /// <param name="anomaly">As it stands.</param>
    /// <param name="rule">Of its series.</param>
    public static bool IsCertain(Anomaly anomaly, SeriesRule rule) =>
        anomaly.Kind == AnomalyKind.Silence || rule.Mode == RuleMode.Always || anomaly.Observed > rule.Upper || anomaly.Observed < rule.Lower;
}
