using Nightjar.Core.Telemetry;

namespace Nightjar.Core.Tests.Detection;

/// <summary>Seeded noise of the kinds that an idle estate makes.</summary>
internal static class Signals
{
    /// <summary>A Tuesday, at midnight UTC.</summary>
    public const long StartNs = 1_700_006_400 * Clock.NsPerSecond;

    public const int StepSeconds = 10;

    public const int PerHour = 3_600 / StepSeconds;

    public const int PerDay = 24 * PerHour;

    public static long TimeNs(int i) => StartNs + ((long)i * StepSeconds * Clock.NsPerSecond);

    public static double Normal(Random random)
    {
        double u = 1 - random.NextDouble();
        return Math.Sqrt(-2 * Math.Log(u)) * Math.Cos(2 * Math.PI * random.NextDouble());
    }

    /// <summary>Occasional values far out: a Student t with three degrees of freedom.</summary>
    public static double HeavyTailed(Random random)
    {
        double chi = Math.Pow(Normal(random), 2) + Math.Pow(Normal(random), 2) + Math.Pow(Normal(random), 2);
        return Normal(random) / Math.Sqrt(chi / 3);
    }

    public static int Poisson(Random random, double mean)
    {
        double limit = Math.Exp(-mean);
        double product = random.NextDouble();
        int count = 0;
        while (product > limit)
        {
            product *= random.NextDouble();
            count++;
        }

        return count;
    }
}
