namespace Nightjar.Evaluation.Anomalies.Simulation;

/// <summary>Random numbers of the usual shapes, from the generator given.</summary>
internal static class Noise
{
    // Above it a Poisson count is normal enough, and its product of uniforms slow.
    private const double LargePoisson = 50;

    public static double Between(this Random random, double low, double high) => low + ((high - low) * random.NextDouble());

    /// <summary>Standard normal (Box, Muller, 1958).</summary>
    public static double Normal(this Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    /// <summary>Exponential with mean 1.</summary>
    public static double Exponential(this Random random) => -Math.Log(1 - random.NextDouble());

    /// <summary>Student's t with three degrees of freedom, scale 1: now and then far out.</summary>
    public static double HeavyTailed(this Random random)
    {
        double chi = Math.Pow(random.Normal(), 2) + Math.Pow(random.Normal(), 2) + Math.Pow(random.Normal(), 2);
        return random.Normal() / Math.Sqrt(chi / 3);
    }

    public static double Poisson(this Random random, double mean)
    {
        if (mean > LargePoisson)
        {
            return Math.Max(0, Math.Round(mean + (Math.Sqrt(mean) * random.Normal())));
        }

        double limit = Math.Exp(-mean);
        int count = 0;
        for (double product = random.NextDouble(); product > limit; product *= random.NextDouble())
        {
            count++;
        }

        return count;
    }
}
