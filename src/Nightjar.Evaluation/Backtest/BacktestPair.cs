using Nightjar.Core.Detection;

namespace Nightjar.Evaluation.Backtest;

/// <summary>One event by the settings before and by those after; null where it would not be raised.</summary>
public sealed record BacktestPair(Anomaly? Before, Anomaly? After)
{
    /// <summary>When it starts, by whichever is first.</summary>
    public long StartNs => Math.Min(Before?.StartNs ?? long.MaxValue, After?.StartNs ?? long.MaxValue);

    /// <summary>Whichever there is.</summary>
    public Anomaly Any => Before ?? After ?? throw new InvalidOperationException("A pair has one anomaly at least.");

    /// <summary>
    /// Puts anomalies of one series and direction that overlap together, each once, oldest first. Two of one side within one long
    /// anomaly of the other stay two lines: the first is its partner.
    /// </summary>
    public static IReadOnlyList<BacktestPair> Match(IReadOnlyList<Anomaly> before, IReadOnlyList<Anomaly> after)
    {
        List<Anomaly> left = [.. after];
        List<BacktestPair> pairs = [];
        foreach (Anomaly one in before)
        {
            Anomaly? same = left.Find(other =>
                other.Series.Equals(one.Series) && other.Direction == one.Direction && other.StartNs <= one.LastNs && one.StartNs <= other.LastNs);
            if (same is not null)
            {
                left.Remove(same);
            }

            pairs.Add(new BacktestPair(one, same));
        }

        pairs.AddRange(left.Select(one => new BacktestPair(null, one)));
        return [.. pairs.OrderBy(pair => pair.StartNs).ThenBy(pair => pair.Any.Id, StringComparer.Ordinal)];
    }
}
