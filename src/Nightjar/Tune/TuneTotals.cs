using Nightjar.Core.Detection.Rules;
using Nightjar.Core.Telemetry;
using Nightjar.Evaluation.Tuning;

namespace Nightjar.Commands.Tune;

/// <summary>What came of all series.</summary>
internal sealed class TuneTotals
{
    private readonly List<TuningOutcome> _tunings = [];

    /// <summary>Series that something was said of, with what was found.</summary>
    public IReadOnlyList<TuningOutcome> Tunings => _tunings;

    /// <summary>Samples judged.</summary>
    public long Samples { get; private set; }

    /// <summary>What was said of the series looked at.</summary>
    public int Words { get; set; }

    /// <summary>Of it, what could be held against the history.</summary>
    public int Placed { get; private set; }

    /// <summary>Labels of all raw series and histograms there are.</summary>
    public IReadOnlyList<Labels> Known { get; init; } = [];

    public void Add(TuningOutcome tuning, long samples, int words)
    {
        _tunings.Add(tuning);
        Samples += samples;
        Placed += words;
    }

    /// <summary>The rules proposed: a selector and what it sets.</summary>
    public IReadOnlyList<(string Match, RuleSettings Settings)> Rules =>
        [.. _tunings.Where(one => one.After?.Settings is not null).Select(one => (SelectorText.Of(one.Series, Known), one.After?.Settings ?? new RuleSettings()))];
}
