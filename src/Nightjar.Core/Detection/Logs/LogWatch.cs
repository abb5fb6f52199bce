namespace Nightjar.Core.Detection.Logs;

/// <summary>
/// Finds patterns that burst while their lines arrive: the count of each minute against the mean and variance that the pattern has had, by the tail of the negative
/// binomial law, held together over all patterns by the rule of Benjamini and Hochberg (1995). Holds no clock. Not thread-safe. Some 100 bytes a pattern.
/// </summary>
/// <param name="mostPatterns">How many are watched; the one that was silent longest makes room.</param>
public sealed class LogWatch(int mostPatterns = 100_000)
{
    // Of a thousand minutes without a cause one has something told, before the second window.
    private const double FalseDiscoveries = 0.001;

    // Fewer lines a minute are nobody's burst.
    private const int LeastCount = 10;

    // Two windows: a single minute is often a batch.
    private const int LeastWindows = 2;

    // An hour of a pattern is the least to know what is usual; its memory is some two hours.
    private const int LearningMinutes = 60;
    private const double Weight = 1.0 / 120;

    private static readonly long MinuteNs = TimeSpan.FromMinutes(1).Ticks * 100;

    private readonly Dictionary<(int Service, int Pattern), Usual> _usual = [];
    private readonly List<((int Service, int Pattern) Key, Usual Usual, double LogProbability)> _unlikely = [];

    private sealed class Usual
    {
        public int Count { get; set; }

        public int Minutes { get; set; }

        public int IdleMinutes { get; set; }

        public int Windows { get; set; }

        public bool IsUnusual { get; set; }

        public double Mean { get; set; }

        public double Variance { get; set; }
    }

    /// <summary>Patterns that are watched.</summary>
    public int Patterns => _usual.Count;

    /// <summary>Counts a line: O(1) and 0 B for a pattern that is known, O(patterns) for a new one at the limit. // hot</summary>
    public void Add(int service, int pattern)
    {
        if (!_usual.TryGetValue((service, pattern), out Usual? usual))
        {
            if (_usual.Count >= mostPatterns)
            {
                _ = _usual.Remove(_usual.MaxBy(one => one.Value.Count > 0 ? -1 : one.Value.IdleMinutes).Key);
            }

            usual = new Usual();
            _usual.Add((service, pattern), usual);
        }

        usual.Count++;
    }

    /// <summary>Closes a minute. O(patterns).</summary>
    /// <param name="nowNs">Its end, Unix ns.</param>
    /// <returns>All bursts that last, in the order of their improbability; empty when there is none.</returns>
    public IReadOnlyList<LogBurst> Tick(long nowNs)
    {
        _unlikely.Clear();
        int judged = 0;
        foreach (((int Service, int Pattern) key, Usual usual) in _usual)
        {
            usual.IsUnusual = false;
            if (usual.Minutes < LearningMinutes)
            {
                continue;
            }

            judged++;
            if (usual.Count >= LeastCount)
            {
                // Of a pattern that never came yet one line in its memory is assumed.
                double mean = Math.Max(usual.Mean, Weight);
                _unlikely.Add((key, usual, CountTail.LogAtLeast(usual.Count, mean, Math.Max(usual.Variance, mean))));
            }
        }

        List<LogBurst> bursts = [];
        _unlikely.Sort((one, other) => one.LogProbability.CompareTo(other.LogProbability));
        int last = _unlikely.Count - 1;
        while (last >= 0 && _unlikely[last].LogProbability > Math.Log(FalseDiscoveries * (last + 1) / judged))
        {
            last--;
        }

        for (int i = 0; i <= last; i++)
        {
            ((int Service, int Pattern) key, Usual usual, _) = _unlikely[i];
            usual.IsUnusual = true;
            usual.Windows++;
            if (usual.Windows >= LeastWindows)
            {
                bursts.Add(new LogBurst(key.Service, key.Pattern, nowNs - (usual.Windows * MinuteNs), usual.Count, usual.Mean));
            }
        }

        foreach (Usual usual in _usual.Values)
        {
            Learn(usual);
        }

        return bursts;
    }

    /// <summary>What is unusual teaches nothing for as long as the memory is, then it has become usual.</summary>
    private static void Learn(Usual usual)
    {
        usual.Windows = usual.IsUnusual ? usual.Windows : 0;
        if (usual.Windows is 0 or > (int)(1 / Weight))
        {
            usual.Minutes++;
            double weight = Math.Max(Weight, 1.0 / usual.Minutes);
            double off = usual.Count - usual.Mean;
            usual.Mean += weight * off;
            usual.Variance = (1 - weight) * (usual.Variance + (weight * off * off));
        }

        usual.IdleMinutes = usual.Count > 0 ? 0 : usual.IdleMinutes + 1;
        usual.Count = 0;
    }
}
