using Nightjar.Core.Correlation;
using Nightjar.Core.Detection;
using Nightjar.Core.Telemetry;

namespace Nightjar.Server.Ui.Queries;

/// <summary>An anomaly's page.</summary>
/// <param name="Anomaly">Which.</param>
/// <param name="Entity">Of what; null when it is forgotten.</param>
/// <param name="Incident">What it is a symptom of, or null.</param>
/// <param name="Range">The time its chart shows.</param>
/// <param name="Panels">The chart of its series, or one of each of its carriers in their order; null when samples are gone.</param>
public sealed record AnomalyView(Anomaly Anomaly, Entity? Entity, Incident? Incident, TimeRange Range, IReadOnlyList<ChartPanel?> Panels);
