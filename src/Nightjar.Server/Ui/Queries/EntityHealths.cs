using Nightjar.Core.Detection;
using Nightjar.Core.Telemetry;
using Nightjar.Storage.Telemetry;

namespace Nightjar.Server.Ui.Queries;

/// <summary>Works out how entities are, each with what runs on it. O(entities + series).</summary>
internal static class EntityHealths
{
    // Twice the longest interval in common use, and a little: before that, quiet is no silence.
    private static readonly long SilentNs = TimeSpan.FromMinutes(3).ToNs();

    // Entities come from what others send: a circle of them must not hang a page.
    private const int MaxDepth = 8;

    /// <summary>By kind and name; those that have ended come last.</summary>
    public static IReadOnlyList<EntityHealth> Of(
        IReadOnlyList<Entity> entities, IReadOnlyList<Anomaly> open, Func<EntityId, IReadOnlyList<SeriesHit>> seriesOf, long nowNs)
    {
        Dictionary<EntityId, Entity> byId = entities.ToDictionary(entity => entity.Id);
        ILookup<EntityId, Anomaly> openOf = open.ToLookup(anomaly => anomaly.Entity);
        Dictionary<EntityId, (long LastNs, bool Ended)> seen = [];
        Dictionary<EntityId, Anomaly> worstBelow = [];
        foreach (Entity entity in entities)
        {
            (long LastNs, bool Ended) own = SeenOf(seriesOf(entity.Id));
            Anomaly? worst = WorstFirst(openOf[entity.Id]).FirstOrDefault();
            seen[entity.Id] = Later(seen, entity.Id, own);
            foreach (EntityId above in Above(entity, byId))
            {
                seen[above] = Later(seen, above, own);
                if (worst is not null && !(worstBelow.GetValueOrDefault(above)?.Severity >= worst.Severity))
                {
                    worstBelow[above] = worst;
                }
            }
        }

        return
        [
            .. entities
                .Select(entity => new EntityHealth(
                    entity,
                    seen[entity.Id].LastNs,
                    [.. WorstFirst(openOf[entity.Id])],
                    worstBelow.GetValueOrDefault(entity.Id),
                    seriesOf(entity.Id).Count,
                    seen[entity.Id].LastNs < nowNs - SilentNs,
                    seen[entity.Id].Ended))
                .OrderBy(health => health.Health == Health.Ended).ThenBy(health => health.Entity.Kind).ThenBy(health => health.Entity.Id.Value, StringComparer.Ordinal),
        ];
    }

    private static IEnumerable<Anomaly> WorstFirst(IEnumerable<Anomaly> anomalies) =>
        anomalies.OrderByDescending(anomaly => anomaly.Severity).ThenByDescending(anomaly => anomaly.Score);

    private static (long LastNs, bool Ended) SeenOf(IReadOnlyList<SeriesHit> series)
    {
        (long LastNs, bool Ended) seen = (long.MinValue, false);
        foreach (SeriesEntry raw in series.Select(hit => hit.Raw))
        {
            seen = Later(seen, (raw.LastTimeNs, StaleMarker.Is(raw.LastValue)));
        }

        return seen;
    }

    private static (long LastNs, bool Ended) Later(Dictionary<EntityId, (long LastNs, bool Ended)> seen, EntityId id, (long LastNs, bool Ended) other) =>
        seen.TryGetValue(id, out (long LastNs, bool Ended) one) ? Later(one, other) : other;

    // One series that goes on at the same time is enough for a thing not to have ended.
    private static (long LastNs, bool Ended) Later((long LastNs, bool Ended) one, (long LastNs, bool Ended) other) =>
        one.LastNs == other.LastNs ? (one.LastNs, one.Ended && other.Ended) : one.LastNs > other.LastNs ? one : other;

    private static IEnumerable<EntityId> Above(Entity entity, Dictionary<EntityId, Entity> byId)
    {
        EntityId? next = entity.RunsOn;
        for (int depth = 0; depth < MaxDepth && next is { } id && id != entity.Id && byId.TryGetValue(id, out Entity? above); depth++)
        {
            yield return id;
            next = above.RunsOn;
        }
    }
}
