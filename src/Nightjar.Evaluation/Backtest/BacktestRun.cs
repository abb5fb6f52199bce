using Nightjar.Core.Detection;
using Nightjar.Core.Telemetry;

namespace Nightjar.Evaluation.Backtest;

/// <summary>
/// What the server's detection would have raised over stored samples: the same shard, derivations, tracker and rules. Silence is not
/// looked for, as nobody watched the clock then. The same samples give the same anomalies.
/// </summary>
public static class BacktestRun
{
    /// <summary>The anomalies as they stood at the end, oldest first. O(samples).</summary>
    /// <param name="series">What is judged.</param>
    /// <param name="samples">Of its raw series, in ascending time (of a histogram, the buckets of one time together).</param>
    /// <param name="rules">By what.</param>
    public static IReadOnlyList<Anomaly> Run(ReportingSeries series, IReadOnlyList<Sample> samples, BacktestRules rules)
    {
        Dictionary<SeriesId, Series> known = series.Raw.ToDictionary(one => one.Id);
        DetectionShard shard = new(new ShardOptions { Detector = rules.Detector }, id => known.GetValueOrDefault(id)) { Rules = rules.Rules };
        List<Anomaly> changes = [];
        Dictionary<string, Anomaly> newest = [];
        foreach (Sample sample in samples)
        {
            shard.Score(sample, sample.TimeNs, changes);
            foreach (Anomaly change in changes)
            {
                newest[change.Id] = change;
            }

            changes.Clear();
        }

        return [.. newest.Values
            .Where(anomaly => series.Scored is null || anomaly.Series.Name == series.Scored)
            .OrderBy(anomaly => anomaly.StartNs).ThenBy(anomaly => anomaly.Id, StringComparer.Ordinal)];
    }
}
