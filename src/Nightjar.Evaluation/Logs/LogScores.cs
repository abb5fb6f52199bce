namespace Nightjar.Evaluation.Logs;

/// <summary>How well a log was mined, each from 0 to 1.</summary>
/// <param name="Ga">Grouping accuracy: the share of lines whose pattern holds exactly the lines of their event.</param>
/// <param name="Fga">The F1 of such groups.</param>
/// <param name="Pa">Parsing accuracy: the share of lines with the text of their event's template.</param>
/// <param name="Fta">The F1 of templates: right when every line with it has that template by the labels.</param>
public sealed record LogScores(double Ga, double Fga, double Pa, double Fta)
{
    /// <summary>Each figure's mean.</summary>
    public static LogScores Mean(IReadOnlyCollection<LogScores> scores) =>
        new(scores.Average(one => one.Ga), scores.Average(one => one.Fga), scores.Average(one => one.Pa), scores.Average(one => one.Fta));
}
