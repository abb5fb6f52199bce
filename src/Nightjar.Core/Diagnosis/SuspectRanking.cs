using System.Collections.Immutable;
using Nightjar.Core.Correlation;
using Nightjar.Core.Detection;
using Nightjar.Core.Telemetry;

namespace Nightjar.Core.Diagnosis;

/// <summary>Who may be the cause: entities by the robust z of their strongest evidence. Deterministic.</summary>
public static class SuspectRanking
{
    // Enough for a page; what comes after the tenth suspect explains nothing.
    private const int MaxSuspects = 10;
    private const int MaxEvidence = 10;

    // The range within which a process' change would have been called ordinary: the detector's own lowest bar.
    private const double OrdinarySpreads = 5;

    /// <summary>
    /// Findings of an incident. Suspects are ordered by score; a process stands before its host at equal score, as the narrower
    /// answer is the more useful one. Silence is evidence of its entity, with the missed intervals as its score.
    /// </summary>
    /// <param name="incident">With its anomalies.</param>
    /// <param name="rises">What processes of that host take since the onset; empty for other incidents.</param>
    /// <param name="nowNs">When.</param>
    public static Findings Rank(Incident incident, IReadOnlyList<ProcessRise> rises, long nowNs)
    {
        IEnumerable<(EntityId Entity, Evidence Evidence)> all = incident.Anomalies.Select(anomaly => (anomaly.Entity, Of(anomaly)))
            .Concat(rises.Select(rise => (EntityRules.Of(rise.Series)[0].Id, Of(rise))));
        ImmutableArray<Suspect> suspects =
        [
            .. all.GroupBy(item => item.Entity)
                .Select(group => Make(group.Key, group.Select(item => item.Evidence)))
                .OrderByDescending(suspect => suspect.Score)
                .ThenBy(suspect => suspect.Entity == incident.Entity)
                .ThenBy(suspect => suspect.Entity.Value, StringComparer.Ordinal)
                .Take(MaxSuspects),
        ];
        return new Findings(incident.Id, nowNs, suspects);
    }

    private static Suspect Make(EntityId entity, IEnumerable<Evidence> evidence)
    {
        // One series may be an anomaly and a rise: the stronger one is kept.
        ImmutableArray<Evidence> strongest =
        [
            .. evidence.GroupBy(item => item.Series.Id)
                .Select(same => same.MaxBy(item => item.Score) ?? same.First())
                .OrderByDescending(item => item.Score)
                .ThenBy(item => item.Series.Id.Value)
                .Take(MaxEvidence),
        ];
        return new Suspect(entity, strongest[0].Score, strongest);
    }

    private static Evidence Of(Anomaly anomaly) => new(
        anomaly.Series, anomaly.Unit, anomaly.Observed, anomaly.Expected, anomaly.Lower, anomaly.Upper, anomaly.Score, anomaly.StartNs, anomaly.Id);

    private static Evidence Of(ProcessRise rise) => new(
        rise.Series,
        rise.Unit,
        rise.After,
        rise.Before,
        Math.Max(0, rise.Before - (OrdinarySpreads * rise.Spread)),
        rise.Before + (OrdinarySpreads * rise.Spread),
        rise.Score,
        rise.SinceNs,
        null);
}
