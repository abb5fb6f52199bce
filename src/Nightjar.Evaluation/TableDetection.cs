using Nightjar.Core.Detection;
using Nightjar.Core.Telemetry;

namespace Nightjar.Evaluation;

/// <summary>Runs the server's own detection over the columns of a file, each as a series of its own.</summary>
public static class TableDetection
{
    /// <summary>The anomalies of one column as they stood at the end, oldest first. The same file gives the same bytes.</summary>
    /// <param name="column">The column; its heading becomes the metric's name.</param>
    /// <param name="options">The detector's constants.</param>
    public static IReadOnlyList<Anomaly> Run(CsvColumn column, DetectorOptions options)
    {
        Series series = new(Labels.Create(new Label(Labels.MetricName, column.Name)), MetricKind.Gauge);
        DetectionShard shard = new(new ShardOptions { Detector = options }, id => id == series.Id ? series : null);
        List<Anomaly> changes = [];
        Dictionary<string, Anomaly> byId = [];
        for (int i = 0; i < column.Values.Count; i++)
        {
            shard.Score(new Sample(series.Id, column.TimesNs[i], column.Values[i]), column.TimesNs[i], changes);
            foreach (Anomaly change in changes)
            {
                byId[change.Id] = change;
            }

            changes.Clear();
        }

        return [.. byId.Values.OrderBy(anomaly => anomaly.StartNs)];
    }
}
