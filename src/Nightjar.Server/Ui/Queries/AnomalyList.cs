using Nightjar.Core.Detection;
using Nightjar.Core.Telemetry;

namespace Nightjar.Server.Ui.Queries;

/// <summary>Anomalies for a list.</summary>
/// <param name="Anomalies">In the order wished for.</param>
/// <param name="BeforeFilters">How many the range holds, filters aside.</param>
/// <param name="HeldBack">What the alarm budget has held back of those that are wished for, worst first.</param>
/// <param name="Entities">To name them by.</param>
public sealed record AnomalyList(Anomaly[] Anomalies, int BeforeFilters, Anomaly[] HeldBack, IReadOnlyDictionary<EntityId, Entity> Entities);
