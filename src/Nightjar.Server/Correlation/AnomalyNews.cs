using Nightjar.Core.Detection;

namespace Nightjar.Server.Correlation;

/// <summary>Anomalies of one root entity on their way to its grain. Immutable to Orleans: not copied within the process.</summary>
/// <param name="Anomalies">New or newer records.</param>
[GenerateSerializer]
[Immutable]
public sealed record AnomalyNews([property: Id(0)] Anomaly[] Anomalies);
