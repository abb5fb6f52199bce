using Nightjar.Core.Telemetry;
using Nightjar.Evaluation.Backtest;

namespace Nightjar.Commands.Backtest;

/// <summary>What came of all series.</summary>
internal sealed class BacktestTotals(string setText)
{
    private const double WeekNs = 7 * 86_400e9;
    private readonly List<BacktestPair> _pairs = [];

    /// <summary>What was tried, as written.</summary>
    public string SetText { get; } = setText;

    public int Series { get; private set; }

    public long Samples { get; private set; }

    /// <summary>The lengths of all series together, in weeks.</summary>
    public double SeriesWeeks { get; private set; }

    public IReadOnlyList<BacktestPair> Pairs => _pairs;

    public int Before => _pairs.Count(pair => pair.Before is not null);

    public int After => _pairs.Count(pair => pair.After is not null);

    public void Add(IReadOnlyList<Sample> samples, IReadOnlyList<BacktestPair> pairs)
    {
        Series++;
        Samples += samples.Count;
        SeriesWeeks += samples.Count == 0 ? 0 : (samples[^1].TimeNs - samples[0].TimeNs) / WeekNs;
        _pairs.AddRange(pairs);
    }
}
