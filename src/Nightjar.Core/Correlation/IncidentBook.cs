using Nightjar.Core.Detection;
using Nightjar.Core.Telemetry;

namespace Nightjar.Core.Correlation;

/// <summary>
/// The incidents of one root entity: those that are open, and those that may still be reopened. Every method returns the incident
/// that it changed, for the store, or null. Not thread-safe; bounded by <see cref="CorrelationRules"/>.
/// </summary>
/// <param name="root">The host or service.</param>
/// <param name="rules">When symptoms belong together.</param>
/// <param name="known">From the store: what was open, or could be reopened.</param>
public sealed class IncidentBook(EntityId root, CorrelationRules rules, IEnumerable<Incident> known)
{
    // Anomalies counted and not kept: their later records must not be counted again. Forgotten when the book is calm, or too full.
    private const int MaxDroppedKnown = 10_000;
    private readonly HashSet<string> _dropped = new(StringComparer.Ordinal);
    private readonly List<Incident> _incidents = [.. known.OrderBy(incident => incident.StartNs)];

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<Incident> Incidents => _incidents;

    /// <summary>True when something is not resolved, so that <see cref="Tick"/> has work.</summary>
    public bool HasOpen => _incidents.Exists(incident => incident.State != IncidentState.Resolved);

    /// <summary>Takes an anomaly or its newer record.</summary>
    public Incident? Observe(Anomaly anomaly, long nowNs)
    {
        int index = _incidents.FindLastIndex(incident => IncidentRules.IndexOf(incident, anomaly.Id) >= 0);
        if (index >= 0)
        {
            Incident known = _incidents[index];
            if (Equals(known.Anomalies[IncidentRules.IndexOf(known, anomaly.Id)], anomaly))
            {
                return null;
            }

            // Taken for closed because nothing was heard of it, and it is not.
            bool goesOn = known is { ResolvedNs: { } resolvedNs, ResolvedBy: null } && anomaly.EndNs is null && anomaly.LastNs > resolvedNs;
            return Replace(index, IncidentRules.Take(goesOn ? Reopened(known, anomaly, anomaly.LastNs) : known, anomaly, rules));
        }

        index = _incidents.FindLastIndex(incident =>
            incident.State != IncidentState.Resolved && IncidentRules.Belongs(incident, anomaly, rules));
        if (index >= 0)
        {
            return Join(index, anomaly);
        }

        index = _incidents.FindLastIndex(incident => IncidentRules.Returns(incident, anomaly, rules));
        if (index >= 0)
        {
            return Replace(index, IncidentRules.Take(Reopened(_incidents[index], anomaly, anomaly.StartNs), anomaly, rules));
        }

        Incident opened = IncidentRules.Open(root, anomaly, nowNs);
        if (_incidents.Exists(incident => incident.Id == opened.Id))
        {
            // The same start again, after a person resolved the first one: that record must stay.
            opened = opened with { Id = AnomalyId.Of(root, nowNs) };
        }

        _incidents.Add(opened);
        return opened;
    }

    /// <summary>Resolves what has been calm for long enough and lets go of what can no longer be reopened.</summary>
    public IReadOnlyList<Incident> Tick(long nowNs)
    {
        List<Incident> changed = [];
        for (int i = 0; i < _incidents.Count; i++)
        {
            Incident incident = _incidents[i];
            if (incident.State == IncidentState.Resolved)
            {
                continue;
            }

            Incident heard = CloseUnheard(incident, nowNs);
            if (heard.Anomalies.All(anomaly => anomaly.EndNs is not null)
                && nowNs - heard.Anomalies.Max(anomaly => anomaly.EndNs ?? 0) >= rules.HoldTime.ToNs())
            {
                heard = IncidentRules.Note(
                    heard with { State = IncidentState.Resolved, ResolvedNs = nowNs }, nowNs, "Resolved: all symptoms are gone", null, rules);
            }

            if (!ReferenceEquals(heard, incident))
            {
                changed.Add(Replace(i, heard));
            }
        }

        if (!HasOpen)
        {
            _dropped.Clear();
        }

        _incidents.RemoveAll(incident => IncidentRules.IsPast(incident, nowNs, rules));
        return changed;
    }

    /// <summary>A person takes it. Null when there is no such incident that is not resolved.</summary>
    public Incident? Acknowledge(string id, string who, long nowNs)
    {
        int index = _incidents.FindIndex(incident => incident.Id == id && incident.State != IncidentState.Resolved);
        return index < 0 || _incidents[index].State == IncidentState.Acknowledged
            ? index < 0 ? null : _incidents[index]
            : Replace(index, IncidentRules.Note(
                _incidents[index] with { State = IncidentState.Acknowledged }, nowNs, $"Acknowledged by {who}", null, rules));
    }

    /// <summary>A person says that it is over. Null when there is no such incident that is not resolved.</summary>
    public Incident? Resolve(string id, string who, long nowNs)
    {
        int index = _incidents.FindIndex(incident => incident.Id == id && incident.State != IncidentState.Resolved);
        return index < 0
            ? null
            : Replace(index, IncidentRules.Note(
                _incidents[index] with { State = IncidentState.Resolved, ResolvedNs = nowNs, ResolvedBy = who }, nowNs, $"Resolved by {who}", null, rules));
    }

    private Incident Reopened(Incident incident, Anomaly anomaly, long timeNs) => IncidentRules.Note(
        incident with { State = IncidentState.Open, ResolvedNs = null }, timeNs, "Reopened: a symptom is back", anomaly.Id, rules);

    private Incident? Join(int index, Anomaly anomaly)
    {
        bool isFull = _incidents[index].Anomalies.Length >= rules.MaxAnomalies;
        if (isFull && _dropped.Count >= MaxDroppedKnown)
        {
            _dropped.Clear();
        }

        return isFull && !_dropped.Add(anomaly.Id) ? null : Replace(index, IncidentRules.Take(_incidents[index], anomaly, rules));
    }

    private Incident CloseUnheard(Incident incident, long nowNs)
    {
        Incident next = incident;
        foreach (Anomaly anomaly in incident.Anomalies)
        {
            if (anomaly.EndNs is null && nowNs - Math.Max(anomaly.LastNs, incident.OpenedNs) > rules.UnheardAfter.ToNs())
            {
                next = IncidentRules.Take(next, anomaly with { EndNs = anomaly.LastNs }, rules);
            }
        }

        return next;
    }

    private Incident Replace(int index, Incident incident) => _incidents[index] = incident;
}
