namespace Nightjar.Evaluation.Anomalies.Baselines;

/// <summary>The upper tail of the normal distribution.</summary>
internal static class NormalTail
{
    // Where the series of the body needs more terms than the fraction of the tail.
    private const double Tail = 3;

    private const int FractionDepth = 60;

    /// <summary>
    /// The chance of a value more than <paramref name="z"/> standard deviations above the mean, z ≥ 0, to about 15 digits: the series and the continued
    /// fraction 26.2.11 and 26.2.14 of "Handbook of Mathematical Functions" (Abramowitz, Stegun, 1964).
    /// </summary>
    public static double Beyond(double z)
    {
        double density = Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI);
        if (z > Tail)
        {
            double fraction = z;
            for (int k = FractionDepth; k > 0; k--)
            {
                fraction = z + (k / fraction);
            }

            return density / fraction;
        }

        double term = z;
        double sum = z;
        for (int k = 3; term > sum * 1e-17; k += 2)
        {
            term *= z * z / k;
            sum += term;
        }

        return 0.5 - (density * sum);
    }
}
