using Nightjar.Core.Telemetry;
using Nightjar.Server.Ingestion;

namespace Nightjar.Server.Ui.Queries;

/// <summary>Fetches what the first page shows.</summary>
public sealed class OverviewQuery(IncidentQuery incidents, EntityQuery entities, SeriesIndex index, SourceLedger ledger)
{
    /// <summary>As of now, the small charts over a range.</summary>
    public async Task<OverviewView> ReadAsync(TimeRange range, CancellationToken cancellation)
    {
        IReadOnlyList<IncidentLine> open = await incidents.OpenAsync(cancellation);
        IReadOnlyList<EntityHealth> all = await entities.AllAsync(cancellation);
        Entity? host = all.Where(each => each.Entity.Kind == EntityKind.Host).OrderByDescending(each => each.Severity).ThenByDescending(each => each.LastSeenNs).FirstOrDefault()?.Entity;
        return new OverviewView(open, all, host, host is null ? [] : await VitalsAsync(host, range, cancellation), ledger.Sources);
    }

    private async Task<List<Vital>> VitalsAsync(Entity host, TimeRange range, CancellationToken cancellation)
    {
        List<Vital> vitals = [];
        foreach ((string title, string[] metrics) in Vital.Wanted)
        {
            IEnumerable<SeriesHit> candidates = metrics
                .Select(metric => index.OfMetric(metric).Where(hit => EntityRules.RootOf(hit.Raw.Series.Labels).Id == host.Id).ToList())
                .FirstOrDefault(found => found.Count > 0) ?? [];
            SparkSeries? busiest = (await entities.SparksAsync([.. candidates], range, cancellation)).MaxBy(Busy);
            if (busiest is not null)
            {
                // In its first hour a server would draw a hair at the right edge: it begins with the first sample instead.
                vitals.Add(new Vital(title, busiest, range with { FromNs = Math.Max(range.FromNs, busiest.Points[0].TimeNs) }));
            }
        }

        return vitals;
    }

    private static double Busy(SparkSeries series) => series.Points.Select(point => point.Value).Where(double.IsFinite).DefaultIfEmpty(0).Average();
}
