namespace Nightjar.Evaluation.Anomalies;

/// <summary>Which series a threshold is chosen on.</summary>
/// <param name="Words">How a report says it.</param>
/// <param name="Includes">By the name of a series.</param>
public sealed record FitChoice(string Words, Func<string, bool> Includes);
