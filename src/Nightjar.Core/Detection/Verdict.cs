using Nightjar.Core.Detection.Engine;

namespace Nightjar.Core.Detection;

/// <summary>The judgement of one sample, with the numbers that made it.</summary>
/// <param name="State">What is said.</param>
/// <param name="Expected">What was expected before the sample was seen.</param>
/// <param name="Lower">Lower end of the expected range, in the unit of the series.</param>
/// <param name="Upper">Upper end of the expected range.</param>
/// <param name="Z">Signed robust z: (value − expected) / spread. Zero for the first sample and for what is no number.</param>
/// <param name="Bar">The |z| from which a value is outside the range; always 5: z is measured in fifths of the range.</param>
public readonly record struct Verdict(VerdictState State, double Expected, double Lower, double Upper, double Z, double Bar)
{
    /// <summary>What is outside, where it is no single sample but the mean of the newest ones.</summary>
    public double? Mean { get; init; }

    /// <summary>What the excursion looks like that an abnormal sample belongs to; else <see cref="AnomalyShape.None"/>.</summary>
    public AnomalyShape Shape { get; init; }

    /// <summary>How rare the sample is and what says so; empty while there is nothing to say.</summary>
    public Abnormality Abnormality { get; init; }
}
