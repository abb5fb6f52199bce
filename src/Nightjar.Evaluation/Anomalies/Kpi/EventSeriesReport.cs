namespace Nightjar.Evaluation.Anomalies.Kpi;

/// <summary>One series of an <see cref="EventReport"/>.</summary>
public sealed record EventSeriesReport(string Name, double F1, double Precision, double Recall);
