using Nightjar.Core;
using Nightjar.Core.Detection;
using Nightjar.Core.Telemetry;

namespace Nightjar.Server.Detection.Results;

/// <summary>
/// Which alerts are due: pure bookkeeping over open anomalies. An anomaly that gets worse fires a second alert of the higher severity
/// beside the first, as two rules with two thresholds would: a label that changed would end one alert and begin another. Single caller.
/// </summary>
internal sealed class AlertBook(AlertmanagerOptions options, Uri pages)
{
    // Four times within the time after which an Alertmanager holds it to be over: three may be lost.
    private const int SendsWithinResolve = 4;

    private readonly Dictionary<string, Told> _told = new(StringComparer.Ordinal);

    private sealed class Told(Anomaly newest)
    {
        public Anomaly Newest { get; set; } = newest;

        public SortedSet<Severity> Severities { get; } = [];

        public DateTimeOffset SentAt { get; set; } = DateTimeOffset.MinValue;

        public bool IsOver { get; set; }
    }

    /// <summary>Anomalies that are severe enough and not told of, because there are too many.</summary>
    public int LeftOut { get; private set; }

    /// <summary>Anomalies told of as going on.</summary>
    public int Firing => _told.Values.Count(told => !told.IsOver);

    /// <summary>Takes what is open now; returns the ids of those that were and are not any more.</summary>
    public IReadOnlyList<string> Open(IReadOnlyList<Anomaly> open)
    {
        LeftOut = 0;
        foreach (Anomaly anomaly in open.Where(anomaly => anomaly.Severity >= options.MinSeverity).OrderByDescending(anomaly => anomaly.Severity))
        {
            if (_told.TryGetValue(anomaly.Id, out Told? told))
            {
                told.Newest = anomaly;
            }
            else if (_told.Count < options.MaxAlerts)
            {
                told = new Told(anomaly);
                _told.Add(anomaly.Id, told);
            }
            else
            {
                LeftOut++;
                continue;
            }

            if (told.Severities.Add(anomaly.Severity))
            {
                told.SentAt = DateTimeOffset.MinValue;
            }
        }

        HashSet<string> ids = [.. open.Select(anomaly => anomaly.Id)];
        return [.. _told.Where(pair => !pair.Value.IsOver && !ids.Contains(pair.Key)).Select(pair => pair.Key)];
    }

    /// <summary>An anomaly is over: its last record, or null when it has been forgotten.</summary>
    public void Close(string id, Anomaly? last)
    {
        if (_told.TryGetValue(id, out Told? told))
        {
            told.IsOver = true;
            told.Newest = last ?? told.Newest;
        }
    }

    /// <summary>The alerts to be sent now: new ones, those that must be told of again, and those that are over.</summary>
    public IReadOnlyList<Alert> Due(DateTimeOffset now) =>
        [.. _told.Values.Where(told => IsDue(told, now)).SelectMany(told => told.Severities.Select(severity =>
            AlertWriting.Of(told.Newest, severity, told.IsOver ? Ended(told.Newest, now) : now + options.ResolveAfter, pages)))];

    /// <summary>What <see cref="Due"/> gave at that time has been taken by a receiver.</summary>
    public void Sent(DateTimeOffset now)
    {
        foreach ((string id, Told told) in _told)
        {
            if (told.IsOver)
            {
                _told.Remove(id);
            }
            else if (IsDue(told, now))
            {
                told.SentAt = now;
            }
        }
    }

    private bool IsDue(Told told, DateTimeOffset now) => told.IsOver || now - told.SentAt >= options.ResolveAfter / SendsWithinResolve;

    /// <summary>An end in the future would not be one.</summary>
    private static DateTimeOffset Ended(Anomaly anomaly, DateTimeOffset now)
    {
        DateTimeOffset end = anomaly.EndNs is { } endNs ? Clock.ToTime(endNs) : now;
        return end < now ? end : now;
    }
}
