namespace Nightjar.Evaluation.Logs;

/// <summary>How well logs were mined, with one set of constants for all of them.</summary>
/// <param name="Systems">By name.</param>
/// <param name="Average">The mean of what each system has under the same names.</param>
/// <param name="AverageOriginal">By the labels they were published with.</param>
/// <param name="AverageCorrected">By the corrected labels, of the systems that have them; null when none has.</param>
/// <param name="Speed">What it costs, on the lines of all systems.</param>
/// <param name="Stress">Lines of random words.</param>
public sealed record LogsReport(
    IReadOnlyList<LogSystemReport> Systems, LogScores Average, LogScores AverageOriginal, LogScores? AverageCorrected, MiningSpeed Speed, RandomWordStress Stress);
