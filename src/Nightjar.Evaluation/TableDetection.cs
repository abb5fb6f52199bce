using System.Globalization;
using Nightjar.Core.Detection;
using Nightjar.Core.Telemetry;

namespace Nightjar.Evaluation;

/// <summary>Runs the server's own detection over the columns of a file: each as a series, all of them as those of one entity.</summary>
public static class TableDetection
{
    private const string ColumnLabel = "column";

    /// <summary>
    /// The anomalies as they stood at the end, each with its column, for what several show together with the one that carries most of it; by column, then
    /// oldest first. The same file gives the same bytes.
    /// </summary>
    /// <param name="columns">Their headings become the metrics' names.</param>
    /// <param name="entity">What they are about; part of the anomalies' ids.</param>
    /// <param name="options">The detector's constants.</param>
    public static IReadOnlyList<(CsvColumn Column, Anomaly Anomaly)> Run(IReadOnlyList<CsvColumn> columns, string entity, DetectorOptions options)
    {
        Series[] all = [.. columns.Select((column, i) => new Series(LabelsOf(column, i, entity), MetricKind.Gauge))];
        Dictionary<SeriesId, Series> known = all.ToDictionary(series => series.Id);
        DetectionShard shard = new(new ShardOptions { Detector = options }, known.GetValueOrDefault);
        List<Anomaly> changes = [];
        Dictionary<string, Anomaly> byId = [];
        foreach ((int column, int row) in InOrder(columns))
        {
            long timeNs = columns[column].TimesNs[row];
            shard.Score(new Sample(all[column].Id, timeNs, columns[column].Values[row]), timeNs, changes);
            foreach (Anomaly change in changes)
            {
                byId[change.Id] = change;
            }

            changes.Clear();
        }

        Dictionary<Labels, CsvColumn> columnOf = all.Zip(columns).ToDictionary(pair => pair.First.Labels, pair => pair.Second);
        List<CsvColumn> order = [.. columns];
        return [.. byId.Values.Select(anomaly => (columnOf[anomaly.Series], anomaly)).OrderBy(one => order.IndexOf(one.Item1)).ThenBy(one => one.anomaly.StartNs)];
    }

    // Two columns may have one heading.
    private static Labels LabelsOf(CsvColumn column, int number, string entity) => Labels.Create(
        new Label(Labels.MetricName, column.Name), new Label("service_name", entity), new Label(ColumnLabel, number.ToString(CultureInfo.InvariantCulture)));

    /// <summary>All samples by time; a column that lacks one has no row there.</summary>
    private static IEnumerable<(int Column, int Row)> InOrder(IReadOnlyList<CsvColumn> columns)
    {
        int[] next = new int[columns.Count];
        while (true)
        {
            int first = -1;
            for (int i = 0; i < columns.Count; i++)
            {
                if (next[i] < columns[i].TimesNs.Count && (first < 0 || columns[i].TimesNs[next[i]] < columns[first].TimesNs[next[first]]))
                {
                    first = i;
                }
            }

            if (first < 0)
            {
                yield break;
            }

            yield return (first, next[first]++);
        }
    }
}
