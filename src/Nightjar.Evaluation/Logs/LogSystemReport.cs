namespace Nightjar.Evaluation.Logs;

/// <summary>One system.</summary>
/// <param name="System">Its name.</param>
/// <param name="Lines">Of its log.</param>
/// <param name="Patterns">The miner found.</param>
/// <param name="Ga">By the labels it was published with.</param>
/// <param name="Fga">By the labels it was published with.</param>
/// <param name="Pa">By the corrected labels where there are any.</param>
/// <param name="Fta">By the corrected labels where there are any.</param>
/// <param name="Original">All figures by the labels it was published with.</param>
/// <param name="Corrected">All figures by the corrected labels; null without any.</param>
public sealed record LogSystemReport(
    string System, int Lines, int Patterns, double Ga, double Fga, double Pa, double Fta, LogScores Original, LogScores? Corrected);
