using Nightjar.Evaluation.Anomalies.Baselines;

namespace Nightjar.Evaluation.Anomalies;

/// <summary>Simple methods that a report can put beside the product's own.</summary>
public static class BaselineMethods
{
    // As the product's own: the squares of larger ones are lost.
    internal const double LargestValue = 1e30;

    /// <summary>All of them.</summary>
    public static IReadOnlyList<IAnomalyMethod> All { get; } = [new SpectralResidual(), new WindowedGaussian(), new SeasonalZScore()];
}
