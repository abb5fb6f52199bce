using Nightjar.Core.Correlation;
using Nightjar.Core.Detection;
using Nightjar.Core.Telemetry;
using Nightjar.Storage.State;
using Nightjar.Storage.Telemetry;

namespace Nightjar.Server.Ui.Queries;

/// <summary>Entities, how they are, and what is known of one.</summary>
public sealed class EntityQuery(StateStore state, SeriesIndex index, PageReads reads, TimeProvider time)
{
    // Sparklines are drawn this many pixels wide; an entity's page shows this many of them before it says "find the rest in Explore".
    private const int SparkSlices = 80;
    private const int MaxSparks = 24;

    // A small line shows the shape of today; a month of raw samples of every series would be read anew with each refresh.
    private static readonly long MaxSparkNs = TimeSpan.FromDays(1).ToNs();

    /// <summary>All entities with their health, by kind and name.</summary>
    public async Task<IReadOnlyList<EntityHealth>> AllAsync(CancellationToken cancellation)
    {
        IReadOnlyList<Entity> entities = await state.EntitiesAsync(cancellation);
        IReadOnlyList<Anomaly> open = await state.AnomaliesAsync(new AnomalyFilter { OpenOnly = true }, cancellation);
        return EntityHealths.Of(entities, open, index.Of, time.NowNs());
    }

    /// <summary>What is known of one entity in a range; null when there is no such entity.</summary>
    public async Task<EntityView?> OneAsync(EntityId id, TimeRange range, CancellationToken cancellation)
    {
        IReadOnlyList<Entity> entities = await state.EntitiesAsync(cancellation);
        Entity? entity = entities.FirstOrDefault(each => each.Id == id);
        if (entity is null)
        {
            return null;
        }

        IReadOnlyList<EntityHealth> all = await AllAsync(cancellation);
        IReadOnlyList<Anomaly> anomalies = await state.AnomaliesAsync(new AnomalyFilter { Entity = id, Range = range, Limit = 200 }, cancellation);
        IReadOnlyList<Incident> incidents = await state.IncidentsAsync(new IncidentFilter { Range = range }, cancellation);
        return new EntityView(
            all.First(each => each.Entity.Id == id),
            Chain(entity, entities),
            [.. all.Where(each => each.Entity.RunsOn == id)],
            await SparksAsync(index.Of(id), range, cancellation),
            SparkRange(range),
            anomalies,
            [.. incidents.Where(incident => incident.Entity == id || incident.Anomalies.Any(anomaly => anomaly.Entity == id))]);
    }

    /// <summary>Small lines of the first of some series, those without samples in <see cref="SparkRange"/> left out.</summary>
    public async Task<IReadOnlyList<SparkSeries>> SparksAsync(IReadOnlyList<SeriesHit> series, TimeRange range, CancellationToken cancellation)
    {
        // A raw counter only grows: its rate beside it says the same and more.
        List<SeriesHit> shown = [.. series.Where(hit => hit.IsDerived || DerivedSeries.Of(hit.Raw.Series).IsEmpty).Take(MaxSparks)];
        IReadOnlyDictionary<SeriesId, IReadOnlyList<SamplePoint>> lines = await reads.ReadAsync<IReadOnlyList<SamplePoint>>(
            shown.Select(hit => hit.Labels), SparkRange(range), samples => Charts.Downsampler.Reduce(samples, SparkSlices), cancellation);
        return
        [
            .. shown
                .Where(hit => lines.ContainsKey(hit.Labels.Id))
                .Select(hit => new SparkSeries(hit.Labels, hit.Measure, lines[hit.Labels.Id])),
        ];
    }

    /// <summary>The part of a range that small lines show: at most its last day.</summary>
    internal static TimeRange SparkRange(TimeRange range) => range with { FromNs = Math.Max(range.FromNs, range.ToNs - MaxSparkNs) };

    private static List<Entity> Chain(Entity entity, IReadOnlyList<Entity> all)
    {
        List<Entity> chain = [];
        // Bounded, because entities come from what others send: a circle must not hang a page.
        for (EntityId? next = entity.RunsOn; next is { } id && chain.Count < 8;)
        {
            Entity? found = all.FirstOrDefault(each => each.Id == id);
            if (found is null)
            {
                break;
            }

            chain.Add(found);
            next = found.RunsOn;
        }

        return chain;
    }
}
