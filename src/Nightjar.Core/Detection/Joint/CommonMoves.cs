using System.Runtime.CompilerServices;
using Nightjar.Core.Detection.Engine;

namespace Nightjar.Core.Detection.Joint;

/// <summary>
/// Says how unusual it is what many series do at once: along a component, or each to its own side. Plain memory, about 1.6 KB.
/// </summary>
internal struct CommonMoves
{
    // As for single members.
    private const double NewestRate = 0.25;

    // Components have variance 1; the mean size of what components leave is 1 by its making.
    private const double LeastHeight = 1;
    private const double LeastSize = 0.5;

    // One series counts as five of its usual sizes at most, and the two that stray most not at all: what one or two do is not what many do.
    private const double MostSize = 5;
    private const int NotMany = 2;
    private const int Many = 3;

    // The usual mean size changes slowly.
    private const double SizeRate = 1e-3;

    private ComponentValues _heights;
    private ComponentTails _heightTails;
    private ResidualTail _sizeTail;
    private double _size;
    private long _seen;

    /// <summary>Judges a tick, then learns it.</summary>
    /// <param name="sizes">Of each member: what the components leave of it, over its usual size; 0 for one that is not judged.</param>
    /// <param name="judged">How many are.</param>
    /// <param name="heights">Of the components.</param>
    /// <param name="isNews">False where a member is as far out by itself: that it takes its component along is no news.</param>
    /// <param name="memory">Ticks after which the past is half forgotten.</param>
    /// <param name="learns">False for what is not to be taken for usual.</param>
    /// <returns>How far it strays, in widths of what is ordinary, and the evidence of that: −log10 of how often it was as far.</returns>
    public (double Times, double Evidence) Judge(ReadOnlySpan<double> sizes, int judged, ReadOnlySpan<double> heights, bool isNews, double memory, bool learns)
    {
        (double Times, double Evidence) most = default;
        for (int j = 0; j < heights.Length; j++)
        {
            _heights[j] += NewestRate * (heights[j] - _heights[j]);
            double times = _heightTails[j].Outlook(Channel.Sample, 0, _heights[j], LeastHeight).Times;
            double evidence = _heightTails[j].Observe(_heights[j], memory, learns);
            most = isNews && times > most.Times ? (times, evidence) : most;
        }

        if (judged < NotMany + Many)
        {
            return most;
        }

        double size = WithoutLargest(sizes) / (judged - NotMany);
        double more = size - (_seen == 0 ? size : _size);
        double sizeTimes = more > 0 ? _sizeTail.Outlook(Channel.Sample, 0, more, LeastSize).Times : 0;
        double sizeEvidence = _sizeTail.Observe(more, memory, learns);
        most = sizeTimes > most.Times ? (sizeTimes, sizeEvidence) : most;
        if (learns)
        {
            _seen++;
            _size += Math.Max(1.0 / _seen, SizeRate) * (size - _size);
        }

        return most;
    }

    /// <summary>Measures the tails anew.</summary>
    public void Measure(double logRarity)
    {
        foreach (ref ResidualTail tail in _heightTails)
        {
            tail.Measure(logRarity);
        }

        _sizeTail.Measure(logRarity);
    }

    private static double WithoutLargest(ReadOnlySpan<double> sizes)
    {
        Span<double> largest = stackalloc double[NotMany];
        double sum = 0;
        foreach (double size in sizes)
        {
            double pushed = Math.Min(MostSize, size);
            sum += pushed;
            for (int i = 0; i < NotMany; i++)
            {
                (largest[i], pushed) = pushed > largest[i] ? (pushed, largest[i]) : (largest[i], pushed);
            }
        }

        foreach (double size in largest)
        {
            sum -= size;
        }

        return sum;
    }

    [InlineArray(SubspaceTracker.MostComponents)]
    private struct ComponentValues
    {
        private double _first;
    }

    [InlineArray(SubspaceTracker.MostComponents)]
    private struct ComponentTails
    {
        private ResidualTail _first;
    }
}
