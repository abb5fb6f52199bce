namespace Nightjar.Evaluation.Anomalies.Nab;

/// <summary>A number for each of NAB's three profiles.</summary>
public sealed record NabThresholds(double Standard, double LowFalsePositive, double LowFalseNegative)
{
    /// <summary>Chosen by the raw scores of some files.</summary>
    public static NabThresholds Best(NabScoring scoring, Func<int, bool> isChosen) => new(
        scoring.BestThreshold(NabProfile.Standard, isChosen),
        scoring.BestThreshold(NabProfile.LowFalsePositive, isChosen),
        scoring.BestThreshold(NabProfile.LowFalseNegative, isChosen));

    /// <summary>As result files write scores (<see cref="NabResults"/>).</summary>
    public NabThresholds Mapped() => new(NabResults.Map(Standard), NabResults.Map(LowFalsePositive), NabResults.Map(LowFalseNegative));
}
