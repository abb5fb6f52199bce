using Nightjar.Core.Telemetry;
using Nightjar.Server.Ingestion;

namespace Nightjar.Server.Ui.Queries;

/// <summary>The first page: is anything wrong, since when, why; then what is watched.</summary>
/// <param name="Open">Incidents nobody has resolved, worst first.</param>
/// <param name="Entities">All entities with their health.</param>
/// <param name="Host">The host whose vital series are shown; null without one.</param>
/// <param name="Vitals">They.</param>
/// <param name="Sources">What sends.</param>
public sealed record OverviewView(
    IReadOnlyList<IncidentLine> Open,
    IReadOnlyList<EntityHealth> Entities,
    Entity? Host,
    IReadOnlyList<Vital> Vitals,
    IReadOnlyList<SourceTally> Sources)
{
    /// <summary>Entities that have not ended, by kind, hosts first; within a kind the abnormal first.</summary>
    public IEnumerable<IGrouping<EntityKind, EntityHealth>> ByKind =>
        Entities.Where(entity => entity.Health != Health.Ended).OrderByDescending(entity => entity.Severity is { } severity ? (int)severity : -1).GroupBy(entity => entity.Entity.Kind).OrderBy(group => Order(group.Key));

    private static int Order(EntityKind kind) => kind == EntityKind.Other ? int.MaxValue : (int)kind;
}
