using System.Runtime.CompilerServices;

namespace Nightjar.Core.Detection.Engine;

/// <summary>
/// Makes events of evidence: what the last hours were used to is subtracted, what is left is measured by how often the series has
/// had an event as large, and an event is told once. Plain memory, about 180 bytes; O(1) a sample without evidence.
/// </summary>
public struct EventMemory
{
    // Habituation: half of the largest evidence of late is subtracted; that maximum fades over 150 samples.
    private const double Habituation = 0.5;
    private static readonly double Fading = Math.Exp(-1 / 150.0);

    // Less evidence than this is no event.
    private const double Least = 1.6;

    // Earlier events are kept by height, eight bins an octave. One lower than the present still counts, by the square of the ratio.
    private const int BinsPerOctave = 8;
    private const int FirstBin = 16;
    private const double LowerPower = 2;

    // Believed before anything was seen: two fifths of an event as large.
    private const double BelievedEvents = 0.4;

    // Return period and evidence are mixed: the first is comparable between series, the second goes on rising past all records.
    private const double EvidenceShare = 0.3;
    private const double EvidenceScale = 0.3;

    // An event is over after so many samples of calm.
    private const int CalmSamples = 20;

    // Told once, and again within this many samples only when it has grown by this much.
    private const int HoldSamples = 200;
    private const double Escalation = 0.6;

    private Heights _heights;
    private double _used;
    private double _peak;
    private double _told;
    private long _toldAt;
    private long _seen;
    private int _calm;

    /// <summary>Takes the evidence of a sample.</summary>
    /// <param name="evidence">Sum of weighted −log10 p, at least 0.</param>
    /// <returns>
    /// The event score: mostly log10 of the samples between events as large, 0 for an ordinary sample and while an event goes on
    /// that has been told; and those samples themselves, also while it goes on.
    /// </returns>
    public (double Score, double ReturnSamples) Observe(double evidence) // hot
    {
        double fresh = evidence - (Habituation * _used);
        _used = Math.Max(_used * Fading, evidence);
        _seen++;
        double returnSamples = fresh > Least ? _seen / AsLarge(fresh) : 0;
        Remember(fresh);
        if (returnSamples == 0)
        {
            return (0, 0);
        }

        double score = ((1 - EvidenceShare) * Math.Log10(1 + returnSamples)) + (EvidenceShare * EvidenceScale * fresh);
        if (_toldAt > 0 && _seen - _toldAt <= HoldSamples && score <= _told + Escalation)
        {
            return (0, returnSamples);
        }

        _toldAt = _seen;
        _told = score;
        return (score, returnSamples);
    }

    /// <summary>Earlier events about as large.</summary>
    private readonly double AsLarge(double fresh)
    {
        double at = (Math.Log2(fresh) * BinsPerOctave) + FirstBin;
        double asLarge = BelievedEvents;
        for (int i = 0; i < Heights.Count; i++)
        {
            if (_heights[i] > 0)
            {
                double below = at - (i + 0.5);
                asLarge += _heights[i] * (below <= 0 ? 1 : Math.Pow(2, -below / BinsPerOctave * LowerPower));
            }
        }

        return asLarge;
    }

    private void Remember(double fresh) // hot
    {
        if (fresh > Least)
        {
            _peak = Math.Max(_peak, fresh);
            _calm = 0;
        }
        else if (_peak > 0 && ++_calm > CalmSamples)
        {
            int bin = Math.Clamp((int)(Math.Log2(_peak) * BinsPerOctave) + FirstBin, 0, Heights.Count - 1);
            _heights[bin] = (ushort)Math.Min(_heights[bin] + 1, ushort.MaxValue);
            _peak = 0;
            _calm = 0;
        }
    }

    [InlineArray(Count)]
    private struct Heights
    {
        public const int Count = 64;

        private ushort _first;
    }
}
