namespace Nightjar.Evaluation.Anomalies.Kpi;

/// <summary>Precision, recall and F1 over points, 0 to 1.</summary>
/// <param name="F1">Harmonic mean of the two.</param>
/// <param name="Precision">Share of detected points that are true; 1 when there are neither true nor false ones.</param>
/// <param name="Recall">Share of labelled points that are found.</param>
public sealed record DelayedScore(double F1, double Precision, double Recall);
