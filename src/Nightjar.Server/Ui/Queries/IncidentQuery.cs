using Nightjar.Core;
using Nightjar.Core.Correlation;
using Nightjar.Core.Detection;
using Nightjar.Core.Diagnosis;
using Nightjar.Core.Telemetry;
using Nightjar.Storage.State;

namespace Nightjar.Server.Ui.Queries;

/// <summary>Incidents for lists and for their own pages.</summary>
public sealed class IncidentQuery(StateStore state, ChartQuery charts, TimeProvider time)
{
    // What fits on a screen of 800 pixels beside suspects and timeline.
    private const int MainAnomalies = 4;

    // Before and after what is abnormal, so that the eye has the normal to compare with.
    private static readonly long LeadNs = TimeSpan.FromMinutes(10).ToNs();

    /// <summary>Those that nobody has resolved, whenever they began: worst first, then newest.</summary>
    public async Task<IReadOnlyList<IncidentLine>> OpenAsync(CancellationToken cancellation)
    {
        IncidentFilter filter = new() { States = [IncidentState.Open, IncidentState.Acknowledged] };
        IReadOnlyList<IncidentLine> lines = await LinesAsync(await state.IncidentsAsync(filter, cancellation), cancellation);
        return [.. lines.OrderByDescending(line => line.Incident.Severity)];
    }

    /// <summary>Those that touch a range, newest first.</summary>
    public async Task<IReadOnlyList<IncidentLine>> ListAsync(
        TimeRange range, IncidentState? only, Severity atLeast, CancellationToken cancellation)
    {
        IncidentFilter filter = new() { Range = range, States = only is { } one ? [one] : [] };
        IReadOnlyList<Incident> found = await state.IncidentsAsync(filter, cancellation);
        return await LinesAsync([.. found.Where(incident => incident.Severity >= atLeast)], cancellation);
    }

    /// <summary>One with all that is known of it; null when there is no such incident.</summary>
    public async Task<IncidentView?> OneAsync(string id, CancellationToken cancellation)
    {
        Incident? incident = await state.IncidentAsync(id, cancellation);
        if (incident is null)
        {
            return null;
        }

        Findings? findings = await state.FindingsAsync(id, cancellation);
        IReadOnlyDictionary<EntityId, Entity> entities = await EntitiesAsync(cancellation);
        Anomaly[] main =
        [
            .. incident.Anomalies
                .OrderByDescending(anomaly => anomaly.Severity).ThenByDescending(anomaly => anomaly.Score)
                .DistinctBy(anomaly => anomaly.Series)
                .Take(MainAnomalies),
        ];
        TimeRange range = RangeOf(incident);
        IReadOnlyList<SeriesChart> read = await charts.ReadAsync([.. main.Select(anomaly => anomaly.Series)], range, withBands: true, cancellation);
        AnomalyChart[] drawn = [.. main.Zip(read, (anomaly, chart) => new AnomalyChart(anomaly, ChartPanel.Of(chart.Alone, range)))];
        return new IncidentView(incident, findings, entities, range, drawn);
    }

    /// <summary>The incident an anomaly belongs to; null when it is in none.</summary>
    public async Task<Incident?> OfAnomalyAsync(Anomaly anomaly, CancellationToken cancellation)
    {
        IncidentFilter filter = new() { Range = new TimeRange(anomaly.StartNs, anomaly.LastNs) };
        IReadOnlyList<Incident> near = await state.IncidentsAsync(filter, cancellation);
        return near.FirstOrDefault(incident => incident.Anomalies.Any(each => each.Id == anomaly.Id));
    }

    /// <summary>The time an incident's charts show: all of it, and some before and after.</summary>
    internal TimeRange RangeOf(Incident incident)
    {
        long endNs = incident.ResolvedNs ?? time.NowNs();
        long lastNs = incident.Anomalies.Select(anomaly => anomaly.EndNs ?? endNs).DefaultIfEmpty(endNs).Max();
        long lead = Math.Max(LeadNs, (lastNs - incident.StartNs) / 3);
        return new TimeRange(incident.StartNs - lead, Math.Min(lastNs + lead, time.NowNs()));
    }

    private async Task<IReadOnlyList<IncidentLine>> LinesAsync(IReadOnlyList<Incident> incidents, CancellationToken cancellation)
    {
        if (incidents.Count == 0)
        {
            return [];
        }

        IReadOnlyDictionary<EntityId, Entity> entities = await EntitiesAsync(cancellation);
        Dictionary<string, Findings> findings = (await state.FindingsAsync([.. incidents.Select(incident => incident.Id)], cancellation))
            .ToDictionary(found => found.IncidentId);
        return
        [
            .. incidents.Select(incident => new IncidentLine(
                incident,
                entities.GetValueOrDefault(incident.Entity),
                findings.GetValueOrDefault(incident.Id) is { Suspects: [var first, ..] } ? first : null,
                entities)),
        ];
    }

    private async Task<IReadOnlyDictionary<EntityId, Entity>> EntitiesAsync(CancellationToken cancellation) =>
        (await state.EntitiesAsync(cancellation)).ToDictionary(entity => entity.Id);
}
