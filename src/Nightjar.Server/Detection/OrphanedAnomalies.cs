using Nightjar.Core.Detection;
using Nightjar.Storage.State;

namespace Nightjar.Server.Detection;

/// <summary>
/// Anomalies that the store or the alarm budget has open and no shard knows of: their snapshot was refused, or they opened after the last one before a
/// crash. Nobody would ever close them.
/// </summary>
internal sealed class OrphanedAnomalies(ShardRouter router, StateStore state, BudgetGate budget)
{
    /// <summary>Closes them at the time they were last seen; once all is restored and before Correlation reads what is open.</summary>
    public async Task CloseAsync(CancellationToken cancellation)
    {
        // The store and the gate first: what opens after they were read is not looked at.
        string[] gated = budget.Open();
        IReadOnlyList<Anomaly> stored = await state.AnomaliesAsync(new AnomalyFilter { OpenOnly = true, Limit = int.MaxValue }, cancellation);
        string[][] open = await Task.WhenAll(router.Shards.Select(shard => shard.OpenAnomaliesAsync()));
        HashSet<string> known = open.SelectMany(ids => ids).ToHashSet(StringComparer.Ordinal);
        Anomaly[] orphans = [.. stored.Where(anomaly => !known.Contains(anomaly.Id)).Select(anomaly => anomaly with { EndNs = anomaly.LastNs })];
        budget.Close(gated.Where(id => !known.Contains(id)));
        if (orphans.Length > 0)
        {
            await state.SaveAsync(new StateChanges { Anomalies = orphans }, cancellation);
        }
    }
}
