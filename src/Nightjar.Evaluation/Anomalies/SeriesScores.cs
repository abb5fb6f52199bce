namespace Nightjar.Evaluation.Anomalies;

/// <summary>What a method said of one series; one entry a row.</summary>
/// <param name="Series">The series.</param>
/// <param name="Points">Point-wise abnormality, at least 0.</param>
/// <param name="Events">Event scores, at least 0.</param>
/// <param name="Alarms">Where it would have told somebody.</param>
public sealed record SeriesScores(LabelledSeries Series, double[] Points, double[] Events, bool[] Alarms);
