using Nightjar.Evaluation.Anomalies.Simulation;

namespace Nightjar.Evaluation.Anomalies.JointSimulation;

/// <summary>Sorts of entities. Each has its own levels, gains and movements, drawn from the generator given.</summary>
internal static class EntityKinds
{
    // Load wanders within the hour: half of what it was is left after about half an hour.
    private const double Memory = 0.98;

    // What drives a group, in sizes of its wandering: a day is as large as that, an hourly job three times.
    private const double DayHeight = 1.5;
    private const double JobHeight = 3;

    public static IReadOnlyList<(string Name, Func<Random, int, SimulatedEntity> Make)> All { get; } =
    [
        ("service under load", (r, n) => Mixed(r, n, 4).Group(r, Load(r, n), 6, 0.2)),
        ("host with disks and network", (r, n) => Mixed(r, n, 6).Group(r, Load(r, n), 3, 0.3).Group(r, Load(r, n), 4, 0.15)),
        ("two replicas", TwoReplicas),
        ("pair", (r, n) => new SimulatedEntity(n).Group(r, Load(r, n), 2, 0.2)),
        ("loose group", (r, n) => Mixed(r, n, 3).Group(r, Load(r, n), 8, 0.7)),
        ("office hours", (r, n) => Mixed(r, n, 3).Group(r, OfficeLoad(r, n), 6, 0.2)),
        ("hourly job", (r, n) => Mixed(r, n, 3).Group(r, Jobs(r, n), 6, 0.2)),
        ("counts", (r, n) => Mixed(r, n, 3).Group(r, Load(r, n), 6, 0, (random, value) => random.Poisson(value))),
        ("bursts that all share", (r, n) => Mixed(r, n, 3).Group(r, Bursts(r, n), 6, 0.2)),
        ("unrelated series", (r, n) => Mixed(r, n, 15)),
        ("wandering series", Wandering),
        ("many series", Many),
    ];

    /// <summary>Series of all kinds that a single series can be.</summary>
    private static SimulatedEntity Mixed(Random random, int minutes, int series)
    {
        SimulatedEntity entity = new(minutes);
        for (int s = 0; s < series; s++)
        {
            SimulatedSeries one = SeriesKinds.All[random.Next(SeriesKinds.All.Count)].Make(random, minutes);
            entity.Alone(one.Values, one.Sigma);
        }

        return entity;
    }

    private static SimulatedEntity TwoReplicas(Random random, int minutes)
    {
        SimulatedEntity entity = Mixed(random, minutes, 2);
        for (int metric = 0; metric < 5; metric++)
        {
            entity.Group(random, Load(random, minutes), 2, 0.2);
        }

        return entity;
    }

    private static SimulatedEntity Wandering(Random random, int minutes)
    {
        SimulatedEntity entity = new(minutes);
        foreach (string kind in (string[])["random walk", "drift", "trend", "random walk", "monotonic growth", "drift", "saw-tooth of hours", "random walk"])
        {
            SimulatedSeries one = SeriesKinds.All.First(all => all.Name == kind).Make(random, minutes);
            entity.Alone(one.Values, one.Sigma);
        }

        return entity;
    }

    /// <summary>More than a model holds.</summary>
    private static SimulatedEntity Many(Random random, int minutes)
    {
        SimulatedEntity entity = Mixed(random, minutes, 50);
        for (int group = 0; group < 6; group++)
        {
            entity.Group(random, Load(random, minutes), 5, 0.2);
        }

        return entity;
    }

    /// <summary>Wanders around 0 with size 1.</summary>
    internal static double[] Wander(Random random, int minutes)
    {
        double[] values = new double[minutes];
        double now = random.Normal();
        double push = Math.Sqrt(1 - (Memory * Memory));
        for (int i = 0; i < minutes; i++)
        {
            values[i] = now = (Memory * now) + (push * random.Normal());
        }

        return values;
    }

    private static double[] Load(Random random, int minutes) => WithSeason(random, minutes, i => Math.Sin(2 * Math.PI * i / SimulatedSeries.PerDay));

    private static double[] OfficeLoad(Random random, int minutes) => WithSeason(
        random,
        minutes,
        i => i / SimulatedSeries.PerDay % 7 >= 5 ? 0 : 2 * Math.Clamp(Math.Min(i % SimulatedSeries.PerDay - 480, 1_080 - (i % SimulatedSeries.PerDay)) / 60.0, 0, 1));

    private static double[] WithSeason(Random random, int minutes, Func<int, double> season)
    {
        int phase = random.Next(SimulatedSeries.PerDay);
        double[] values = Wander(random, minutes);
        for (int i = 0; i < minutes; i++)
        {
            values[i] += DayHeight * season(i + phase);
        }

        return values;
    }

    private static double[] Jobs(Random random, int minutes)
    {
        int length = random.Next(3, 10);
        double[] values = Wander(random, minutes);
        for (int i = 0; i < minutes; i++)
        {
            values[i] += i % 60 < length ? JobHeight : 0;
        }

        return values;
    }

    private static double[] Bursts(Random random, int minutes)
    {
        double[] values = Wander(random, minutes);
        int left = 0;
        double height = 0;
        for (int i = 0; i < minutes; i++)
        {
            if (--left < 0 && random.NextDouble() < 6.0 / SimulatedSeries.PerDay)
            {
                (left, height) = (random.Next(5, 30), random.Between(2, 8));
            }

            values[i] += left > 0 ? height : 0;
        }

        return values;
    }
}
