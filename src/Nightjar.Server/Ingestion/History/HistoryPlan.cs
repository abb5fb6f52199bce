using System.Text;
using System.Text.RegularExpressions;
using Nightjar.Core.Telemetry;

namespace Nightjar.Server.Ingestion.History;

/// <summary>One question to a server: some metric names, a span of time.</summary>
/// <param name="Query">The selector.</param>
/// <param name="Range">Both ends asked for.</param>
/// <param name="Day">The number of the day it belongs to: days are done one after the other.</param>
internal sealed record HistoryPlan(string Query, TimeRange Range, int Day)
{
    // Some 10 MB of JSON: enough that a round trip costs nothing, little enough to hold a few of.
    private const long MostSamples = 400_000;
    private static readonly long DayNs = TimeSpan.FromDays(1).ToNs();

    /// <summary>Days in ascending time, within each the names by their order; a name with very many series in shorter spans.</summary>
    /// <param name="names">Series by metric name.</param>
    /// <param name="match">Conditions besides the name, each in braces; empty for none.</param>
    /// <param name="range">The whole.</param>
    /// <param name="stepNs">Distance of samples.</param>
    public static IEnumerable<HistoryPlan> Of(IReadOnlyDictionary<string, int> names, IReadOnlyList<IReadOnlyList<LabelMatcher>> match, TimeRange range, long stepNs)
    {
        long perDay = Math.Max(1, DayNs / stepNs);
        int most = (int)Math.Max(1, MostSamples / perDay);
        List<(string Query, int Series)> queries = [];
        foreach (IReadOnlyList<LabelMatcher> conditions in match.Count > 0 ? match : [[]])
        {
            queries.AddRange(Groups(names, most).Select(group => (Selector(group.Names, conditions), group.Series)));
        }

        int day = 0;
        for (long fromNs = range.FromNs; fromNs <= range.ToNs; fromNs += perDay * stepNs, day++)
        {
            long lastNs = Math.Min(range.ToNs, fromNs + ((perDay - 1) * stepNs));
            foreach ((string query, int series) in queries)
            {
                long spanNs = Math.Max(1, Math.Min(perDay, MostSamples / series)) * stepNs;
                for (long atNs = fromNs; atNs <= lastNs; atNs += spanNs)
                {
                    yield return new HistoryPlan(query, new TimeRange(atNs, Math.Min(lastNs, atNs + spanNs - stepNs)), day);
                }
            }
        }
    }

    private static IEnumerable<(List<string> Names, int Series)> Groups(IReadOnlyDictionary<string, int> names, int most)
    {
        List<string> group = [];
        int series = 0;
        foreach ((string name, int count) in names.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (group.Count > 0 && series + count > most)
            {
                yield return (group, series);
                group = [];
                series = 0;
            }

            group.Add(name);
            series += count;
        }

        if (group.Count > 0)
        {
            yield return (group, series);
        }
    }

    private static string Selector(List<string> names, IReadOnlyList<LabelMatcher> conditions)
    {
        StringBuilder text = new("{");
        Append(text, Labels.MetricName, "=~", string.Join('|', names.Select(Regex.Escape)));
        foreach (LabelMatcher condition in conditions)
        {
            text.Append(',');
            Append(text, condition.Name, condition.Operator switch { MatchOperator.Equal => "=", MatchOperator.NotEqual => "!=", MatchOperator.Matches => "=~", _ => "!~" }, condition.Value);
        }

        return text.Append('}').ToString();
    }

    private static void Append(StringBuilder text, string name, string comparison, string value) =>
        text.Append(name).Append(comparison).Append('"')
            .Append(value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal))
            .Append('"');
}
