using System.Collections.Immutable;
using Nightjar.Core.Detection;
using Nightjar.Core.Telemetry;

namespace Nightjar.Core.Correlation;

/// <summary>One incident and one event at a time: pure functions from a record to the next.</summary>
public static class IncidentRules
{
    // More than this many ill entities are worse than the worst of them.
    private const int ManyEntities = 3;

    // Silence is told once a shard: from so many on it is the source that stopped, not one series.
    private const int ManySilent = 3;

    /// <summary>A new incident from its first symptom.</summary>
    public static Incident Open(EntityId root, Anomaly first, long nowNs)
    {
        Incident incident = new()
        {
            Id = AnomalyId.Of(root, first.StartNs),
            Title = "",
            Entity = root,
            State = IncidentState.Open,
            Severity = first.Severity,
            StartNs = first.StartNs,
            OpenedNs = nowNs,
            Anomalies = [first],
            Timeline = [new TimelineEntry(first.StartNs, AnomalyWords.Of(first), first.Id)],
        };
        return Summarise(incident);
    }

    /// <summary>True when a new anomaly overlaps one of the incident, or starts within the window of one.</summary>
    public static bool Belongs(Incident incident, Anomaly anomaly, CorrelationRules rules)
    {
        long windowNs = rules.JoinWindow.ToNs();
        long endNs = anomaly.EndNs ?? long.MaxValue;
        return incident.Anomalies.Any(known =>
            anomaly.StartNs <= Later(known.EndNs ?? long.MaxValue, windowNs) && known.StartNs <= Later(endNs, windowNs));
    }

    /// <summary>
    /// True when nothing can come to it any more: it cannot be reopened, and none of its anomalies is told of again. One that a
    /// person resolved may have open ones for long, which would else open it a second time.
    /// </summary>
    public static bool IsPast(Incident incident, long nowNs, CorrelationRules rules) =>
        incident.ResolvedNs is { } resolvedNs
        && nowNs - resolvedNs > rules.ReopenWithin.ToNs()
        && incident.Anomalies.All(anomaly => anomaly.EndNs is not null);

    /// <summary>True when one of the symptoms of an incident that resolved itself is back in time.</summary>
    public static bool Returns(Incident incident, Anomaly anomaly, CorrelationRules rules) =>
        incident is { ResolvedNs: { } resolvedNs, ResolvedBy: null }
        && anomaly.StartNs <= Later(resolvedNs, rules.ReopenWithin.ToNs())
        && anomaly.StartNs >= incident.StartNs
        && incident.Anomalies.Any(known => known.Series.Equals(anomaly.Series) && known.Direction == anomaly.Direction);

    /// <summary>Takes an anomaly in, or its newer record in place of the older.</summary>
    public static Incident Take(Incident incident, Anomaly anomaly, CorrelationRules rules)
    {
        int index = IndexOf(incident, anomaly.Id);
        if (index < 0)
        {
            return Add(incident, anomaly, rules);
        }

        Anomaly before = incident.Anomalies[index];
        Incident next = incident with { Anomalies = incident.Anomalies.SetItem(index, anomaly) };
        if (anomaly.EndNs is { } endNs && before.EndNs is null)
        {
            next = Note(next, endNs, $"{MetricWords.Of(anomaly.Series)} is back in its range", anomaly.Id, rules);
        }
        else if (anomaly.Severity > before.Severity)
        {
            next = Note(next, anomaly.LastNs, $"Worse, {SeverityWord(anomaly.Severity)} now: {AnomalyWords.Of(anomaly)}", anomaly.Id, rules);
        }

        return Summarise(next);
    }

    /// <summary>Where the anomaly stands in the incident; -1 when it does not.</summary>
    public static int IndexOf(Incident incident, string anomalyId)
    {
        for (int i = 0; i < incident.Anomalies.Length; i++)
        {
            if (incident.Anomalies[i].Id == anomalyId)
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>Adds a line to the timeline.</summary>
    public static Incident Note(Incident incident, long timeNs, string text, string? anomalyId, CorrelationRules rules)
    {
        // Lines come nearly in order; one that is a little late goes to its place.
        int at = incident.Timeline.Length;
        while (at > 0 && incident.Timeline[at - 1].TimeNs > timeNs)
        {
            at--;
        }

        ImmutableArray<TimelineEntry> lines = incident.Timeline.Insert(at, new TimelineEntry(timeNs, text, anomalyId));
        return incident with { Timeline = lines.Length > rules.MaxTimeline ? lines.RemoveAt(1) : lines };
    }

    /// <summary>Severity in lower case, as it stands in sentences.</summary>
    public static string SeverityWord(Severity severity) => severity switch
    {
        Severity.Critical => "critical",
        Severity.High => "high",
        Severity.Warning => "warning",
        Severity.Info => "info",
        _ => "low",
    };

    private static Incident Add(Incident incident, Anomaly anomaly, CorrelationRules rules)
    {
        Incident next = incident.Anomalies.Length >= rules.MaxAnomalies
            ? incident with { DroppedAnomalies = incident.DroppedAnomalies + 1 }
            : Note(incident with { Anomalies = incident.Anomalies.Add(anomaly) }, anomaly.StartNs, AnomalyWords.Of(anomaly), anomaly.Id, rules);
        return Summarise(next with { StartNs = Math.Min(next.StartNs, anomaly.StartNs) });
    }

    /// <summary>Title and severity from the anomalies; both only ever get worse while an incident lasts.</summary>
    private static Incident Summarise(Incident incident)
    {
        Anomaly worst = incident.Anomalies.MaxBy(anomaly => (anomaly.Severity, Excess(anomaly), -anomaly.StartNs))
            ?? throw new InvalidOperationException("An incident has at least one anomaly.");
        bool broad = incident.Anomalies.Select(anomaly => anomaly.Entity).Distinct().Count() >= ManyEntities;
        Severity severity = broad && worst.Severity is >= Severity.Warning and < Severity.Critical ? worst.Severity + 1 : worst.Severity;
        return incident with
        {
            Title = TitleOf(incident, worst),
            Severity = (Severity)Math.Max((int)severity, (int)incident.Severity),
        };
    }

    private static string TitleOf(Incident incident, Anomaly worst)
    {
        if (worst.Kind == AnomalyKind.Silence && incident.Anomalies.Count(anomaly => anomaly.Kind == AnomalyKind.Silence) >= ManySilent)
        {
            return $"{EntityRules.RootOf(worst.Series).Name} stopped reporting";
        }

        int more = incident.Anomalies.Length + incident.DroppedAnomalies - 1;
        return AnomalyWords.Of(worst) + (more == 0 ? "" : string.Create(System.Globalization.CultureInfo.InvariantCulture, $", and {more} more"));
    }

    /// <summary>How many widths of its own range a value lies outside: comparable between series, as z alone is not.</summary>
    private static double Excess(Anomaly anomaly)
    {
        double width = anomaly.Upper - anomaly.Lower;
        return width > 0 ? Math.Abs(anomaly.Observed - anomaly.Expected) / width : anomaly.Score;
    }

    private static long Later(long timeNs, long byNs) => timeNs > long.MaxValue - byNs ? long.MaxValue : timeNs + byNs;
}
