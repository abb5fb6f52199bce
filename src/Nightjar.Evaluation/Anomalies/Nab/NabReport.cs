using System.Text.Json.Serialization;

namespace Nightjar.Evaluation.Anomalies.Nab;

/// <summary>A method on NAB. Scores are NAB's final ones: 100 is perfect, 0 is silence.</summary>
public sealed record NabReport : MethodReport
{
    /// <summary>The profile <c>standard</c>; NaN when the files have no windows.</summary>
    public required double Standard { get; init; }

    /// <summary>The profile <c>reward_low_FP_rate</c>.</summary>
    public required double LowFalsePositive { get; init; }

    /// <summary>The profile <c>reward_low_FN_rate</c>.</summary>
    public required double LowFalseNegative { get; init; }

    /// <summary>The threshold of <see cref="Standard"/>, as result files write scores (0 to 1; 1.1 detects nothing).</summary>
    public required double Threshold { get; init; }

    /// <summary>The thresholds of all profiles, in the same form.</summary>
    public required NabThresholds Thresholds { get; init; }

    /// <summary>The threshold of <see cref="Standard"/> on the method's own scale, 0 to ∞; null when nothing is detected.</summary>
    public required double? OwnThreshold { get; init; }

    /// <summary>Standard, each fifth of the files with the threshold that is best on the others; null with fewer than five files.</summary>
    public required double? CrossValidated { get; init; }

    /// <summary>Standard, as the mean over thirteen thresholds from 12 % below to 12 % above the chosen one, on the method's own scale.</summary>
    public required double MeanOverThresholds { get; init; }

    /// <summary>Each file at the threshold of <see cref="Standard"/>.</summary>
    public required IReadOnlyList<NabFileScore> Files { get; init; }

    /// <summary>Keys of the labels without a data file: they are not scored.</summary>
    public required IReadOnlyList<string> Missing { get; init; }

    /// <summary>Other methods on the same files; null where none was asked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<NabReport>? Baselines { get; init; }
}
