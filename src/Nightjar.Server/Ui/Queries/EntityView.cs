using Nightjar.Core.Correlation;
using Nightjar.Core.Detection;
using Nightjar.Core.Telemetry;

namespace Nightjar.Server.Ui.Queries;

/// <summary>An entity's page.</summary>
/// <param name="Health">The entity and how it is.</param>
/// <param name="RunsOn">What it is a part of or runs on, nearest first.</param>
/// <param name="Parts">What is a part of it or runs on it.</param>
/// <param name="Series">Its series with small lines.</param>
/// <param name="SparkRange">The time they show.</param>
/// <param name="Anomalies">Of it, in the range, newest first.</param>
/// <param name="Incidents">It is in, in the range, newest first.</param>
public sealed record EntityView(
    EntityHealth Health,
    IReadOnlyList<Entity> RunsOn,
    IReadOnlyList<EntityHealth> Parts,
    IReadOnlyList<SparkSeries> Series,
    TimeRange SparkRange,
    IReadOnlyList<Anomaly> Anomalies,
    IReadOnlyList<Incident> Incidents);
