namespace Nightjar.Evaluation.Anomalies.Nab;

/// <summary>One file of NAB at one threshold.</summary>
/// <param name="File">Its key.</param>
/// <param name="Raw">Raw score: the number of windows when perfect.</param>
/// <param name="TruePositiveRows">Detected rows in windows.</param>
/// <param name="FalsePositiveRows">Detected rows outside.</param>
/// <param name="WindowsHit">Windows with a detected row.</param>
/// <param name="Windows">All of them.</param>
public sealed record NabFileScore(string File, double Raw, int TruePositiveRows, int FalsePositiveRows, int WindowsHit, int Windows);
