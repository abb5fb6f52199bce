namespace Nightjar.Evaluation.Anomalies.Nab;

/// <summary>What hits, misses and false rows are worth. NAB's weight of true negatives is used by no rule.</summary>
/// <param name="TruePositive">Of a window hit at its first row.</param>
/// <param name="FalseNegative">Lost for a window without a hit.</param>
/// <param name="FalsePositive">Lost for a row far from any window.</param>
public sealed record NabProfile(double TruePositive, double FalseNegative, double FalsePositive)
{
    /// <summary>NAB's <c>standard</c>.</summary>
    public static NabProfile Standard { get; } = new(1, 1, 0.11);

    /// <summary>NAB's <c>reward_low_FP_rate</c>.</summary>
    public static NabProfile LowFalsePositive { get; } = new(1, 1, 0.22);

    /// <summary>NAB's <c>reward_low_FN_rate</c>.</summary>
    public static NabProfile LowFalseNegative { get; } = new(1, 2, 0.11);
}
