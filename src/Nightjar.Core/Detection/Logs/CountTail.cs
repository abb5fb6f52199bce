namespace Nightjar.Core.Detection.Logs;

/// <summary>How improbable a count is.</summary>
internal static class CountTail
{
    // The terms of a tail fall by a factor each; what is below this share of the sum is not seen in a double.
    private const double Negligible = 1e-12;
    private const int MostTerms = 10_000;

    /// <summary>
    /// Natural logarithm of the probability of <paramref name="count"/> or more: by the negative binomial law with that mean and variance, by Poisson's where the
    /// variance is not above the mean.
    /// </summary>
    public static double LogAtLeast(long count, double mean, double variance)
    {
        if (count <= mean)
        {
            return 0;
        }

        bool isPoisson = variance <= mean * (1 + 1e-9);
        double size = isPoisson ? 0 : mean * mean / (variance - mean);
        double failure = isPoisson ? 0 : (variance - mean) / variance;
        double log = isPoisson
            ? (count * Math.Log(mean)) - mean - LogGamma(count + 1)
            : LogGamma(count + size) - LogGamma(size) - LogGamma(count + 1) + (size * Math.Log(1 - failure)) + (count * Math.Log(failure));
        double sum = 1;
        double term = 1;
        for (int i = 0; i < MostTerms && term > sum * Negligible; i++)
        {
            term *= isPoisson ? mean / (count + i + 1) : (count + i + size) / (count + i + 1) * failure;
            sum += term;
        }

        return Math.Min(0, log + Math.Log(sum));
    }

    /// <summary>Stirling's series after a shift above 8; error below 1e-9.</summary>
    private static double LogGamma(double x)
    {
        double shift = 0;
        for (; x < 8; x++)
        {
            shift += Math.Log(x);
        }

        double inverse = 1 / (x * x);
        return ((x - 0.5) * Math.Log(x)) - x + (0.5 * Math.Log(2 * Math.PI)) + ((1 - (inverse * ((1.0 / 30) - (inverse / 105)))) / (12 * x)) - shift;
    }
}
