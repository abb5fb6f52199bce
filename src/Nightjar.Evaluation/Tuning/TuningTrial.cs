using Nightjar.Core.Detection;
using Nightjar.Core.Detection.Rules;

namespace Nightjar.Evaluation.Tuning;

/// <summary>What one setting comes to over the history of a series.</summary>
/// <param name="Settings">What was tried; null for as it is.</param>
/// <param name="Anomalies">What it raises, oldest first.</param>
/// <param name="Marks">What was said.</param>
public sealed record TuningTrial(RuleSettings? Settings, IReadOnlyList<Anomaly> Anomalies, IReadOnlyList<Mark> Marks)
{
    /// <summary>Marks of what is wanted that have an anomaly.</summary>
    public IReadOnlyList<Mark> Caught { get; } = [.. Marks.Where(mark => mark.IsWanted && Anomalies.Any(mark.Fits))];

    /// <summary>Marks of what is not wanted that have one.</summary>
    public IReadOnlyList<Mark> Unwanted { get; } = [.. Marks.Where(mark => !mark.IsWanted && Anomalies.Any(mark.Fits))];

    /// <summary>Anomalies of which nobody has said anything.</summary>
    public IReadOnlyList<Anomaly> Others { get; } = [.. Anomalies.Where(anomaly => !Marks.Any(mark => mark.Fits(anomaly)))];
}
