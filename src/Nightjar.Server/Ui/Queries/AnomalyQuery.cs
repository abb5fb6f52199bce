using Nightjar.Core.Correlation;
using Nightjar.Core.Detection;
using Nightjar.Core.Telemetry;
using Nightjar.Server.Detection;
using Nightjar.Storage.State;

namespace Nightjar.Server.Ui.Queries;

/// <summary>Anomalies for their list and for their own pages.</summary>
public sealed class AnomalyQuery(StateStore state, BudgetGate budget, ChartQuery charts, IncidentQuery incidents, TimeProvider time)
{
    private static readonly long LeadNs = TimeSpan.FromMinutes(15).ToNs();

    /// <summary>Those that touch a range and fit the filters, in the order wished for.</summary>
    public async Task<AnomalyList> ListAsync(TimeRange range, AnomalyWishes wishes, CancellationToken cancellation)
    {
        AnomalyFilter filter = new()
        {
            Range = range,
            OpenOnly = wishes.OpenOnly,
            Entity = wishes.Entity is { Length: > 0 } id ? new EntityId(id) : null,
        };
        IReadOnlyList<Anomaly> found = await state.AnomaliesAsync(filter, cancellation);
        IReadOnlyList<Entity> entities = await state.EntitiesAsync(cancellation);
        IEnumerable<Anomaly> fitting = found.Where(wishes.Fits);
        Anomaly[] ordered = [.. wishes.NewestFirst ? AnomalyOrder.Newest(fitting) : AnomalyOrder.Rarest(fitting)];
        Anomaly[] heldBack = [.. budget.HeldBack()
            .Where(anomaly => anomaly.StartNs <= range.ToNs && (anomaly.EndNs ?? anomaly.LastNs) >= range.FromNs && wishes.Fits(anomaly))
            .OrderByDescending(anomaly => anomaly.Severity).ThenByDescending(anomaly => anomaly.StartNs)];
        return new AnomalyList(ordered, found.Count, heldBack, entities.ToDictionary(entity => entity.Id));
    }

    /// <summary>One with its chart; null when there is no such anomaly.</summary>
    public async Task<AnomalyView?> OneAsync(string id, CancellationToken cancellation)
    {
        Anomaly? anomaly = await state.AnomalyAsync(id, cancellation);
        if (anomaly is null)
        {
            return null;
        }

        TimeRange range = RangeOf(anomaly);
        IReadOnlyList<SeriesChart> read = await charts.ReadAsync(SeriesOf(anomaly), range, withBands: true, cancellation);
        Incident? incident = await incidents.OfAnomalyAsync(anomaly, cancellation);
        IReadOnlyList<Entity> entities = await state.EntitiesAsync(cancellation);
        return new AnomalyView(
            anomaly, entities.FirstOrDefault(entity => entity.Id == anomaly.Entity), incident, range, [.. read.Select(chart => ChartPanel.Of(chart, range))]);
    }

    private static IReadOnlyList<Labels> SeriesOf(Anomaly anomaly) =>
        anomaly.Carriers.IsEmpty ? [anomaly.Series] : [.. anomaly.Carriers.Select(carrier => carrier.Series)];

    /// <summary>The time around an anomaly that shows it best: itself in the middle third.</summary>
    internal TimeRange RangeOf(Anomaly anomaly)
    {
        long endNs = anomaly.EndNs ?? time.NowNs();
        long lead = Math.Max(LeadNs, endNs - anomaly.StartNs);
        return new TimeRange(anomaly.StartNs - lead, Math.Min(endNs + lead, time.NowNs()));
    }
}
