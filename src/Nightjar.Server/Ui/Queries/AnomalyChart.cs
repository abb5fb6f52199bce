using Nightjar.Core.Detection;

namespace Nightjar.Server.Ui.Queries;

/// <summary>An anomaly with its chart.</summary>
/// <param name="Anomaly">Which.</param>
/// <param name="Panel">Its series around it; null when its samples are gone.</param>
public sealed record AnomalyChart(Anomaly Anomaly, ChartPanel? Panel);
