using Nightjar.Core;
using Nightjar.Core.Detection;
using Nightjar.Core.Telemetry;

namespace Nightjar.Server.Detection.Results;

/// <summary>An anomaly as an alert.</summary>
internal static class AlertWriting
{
    // What an alert says of itself; a label of the series with one of these names is moved aside, as Prometheus does.
    private const string Moved = "exported_";

    /// <summary>The alert as of now.</summary>
    /// <param name="anomaly">As it stands.</param>
    /// <param name="severity">The severity this alert is about: a label must not change while the anomaly gets worse.</param>
    /// <param name="endsAt">See <see cref="Alert"/>.</param>
    /// <param name="pages">The address of Nightjar's pages.</param>
    public static Alert Of(Anomaly anomaly, Severity severity, DateTimeOffset endsAt, Uri pages) => new(
        LabelsOf(anomaly, severity),
        new Dictionary<string, string>
        {
            ["summary"] = AnomalyWords.Of(anomaly),
            ["series"] = anomaly.Series.ToString(),
            ["severity_now"] = Name(anomaly.Severity),
        },
        Clock.ToTime(anomaly.StartNs),
        endsAt,
        new Uri(pages, $"anomalies/{anomaly.Id}").ToString());

    private static Dictionary<string, string> LabelsOf(Anomaly anomaly, Severity severity)
    {
        Dictionary<string, string> labels = new(StringComparer.Ordinal)
        {
            ["alertname"] = anomaly.Kind switch
            {
                AnomalyKind.Silence => "NightjarSilence",
                AnomalyKind.Joint => "NightjarJointAnomaly",
                _ => "NightjarAnomaly",
            },
            ["severity"] = Name(severity),
            ["metric"] = anomaly.Series.Name,
            ["direction"] = Name(anomaly.Direction),
            ["entity"] = anomaly.Entity.Value,
            ["anomaly"] = anomaly.Id,
        };
        foreach (Label label in anomaly.Series)
        {
            if (label.Name != Labels.MetricName)
            {
                string name = Legal(label.Name);
                labels.TryAdd(labels.ContainsKey(name) ? Moved + name : name, label.Value);
            }
        }

        return labels;
    }

    /// <summary>Alertmanager refuses a whole request for one label name outside [a-zA-Z0-9_].</summary>
    private static string Legal(string name)
    {
        string legal = string.Concat(name.Select(sign => char.IsAsciiLetterOrDigit(sign) ? sign : '_'));
        return char.IsAsciiDigit(legal[0]) ? "_" + legal : legal;
    }

    private static string Name<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
}
