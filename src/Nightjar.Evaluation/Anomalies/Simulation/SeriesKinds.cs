using static Nightjar.Evaluation.Anomalies.Simulation.SimulatedSeries;

namespace Nightjar.Evaluation.Anomalies.Simulation;

/// <summary>The twenty-eight sorts. Each series has its own level, noise, height of season and phase, drawn from the generator given.</summary>
internal static class SeriesKinds
{
    private const int PerWeek = 7 * PerDay;

    public static IReadOnlyList<SeriesKind> All { get; } =
    [
        // Around a level.
        new("white noise", (r, n) => Around(r, n, Level(r))),
        new("autocorrelated noise", Autocorrelated),
        new("heavy tails", (r, n) => Around(r, n, Level(r), noise: () => r.HeavyTailed())) { IsHeavyTailed = true },
        new("log-normal latency", LogNormal) { IsHeavyTailed = true },
        new("constant", (r, n) => Constant(n, Level(r))),
        new("constant with whole steps", WholeSteps),
        new("scale of 1e-9", (r, n) => Seasonal(r, n, 1e-9, Day(r))),
        new("scale of 1e15", (r, n) => Around(r, n, 1e15)),

        // That move.
        new("trend", Trend),
        new("drift", Drift),
        new("random walk", Walk) { HasLevel = false },
        new("monotonic growth", Growth) { HasLevel = false },
        new("saw-tooth of hours", (r, n) => Saw(r, n, r.Next(120, 480))) { HasLevel = false },
        new("disk filled and cleaned daily", (r, n) => Saw(r, n, PerDay)) { HasLevel = false },

        // With seasons.
        new("day", (r, n) => Seasonal(r, n, Level(r), Day(r))),
        new("office hours", (r, n) => Seasonal(r, n, Level(r), OfficeHours(r))),
        new("day and week", (r, n) => Seasonal(r, n, Level(r), DayAndWeek(r))),
        new("quiet weekends", (r, n) => Seasonal(r, n, Level(r), QuietWeekends(r))),
        new("noise that grows with the day", GrowingNoise),
        new("hourly job", HourlyJob) { IsHeavyTailed = true },

        // Counts.
        new("rare counts", (r, n) => Counts(r, n, r.Between(0.1, 0.6), 0)) { IsHeavyTailed = true },
        new("counts with a day", (r, n) => Counts(r, n, r.Between(30, 300), 0.5)),
        new("bursty counts", BurstyCounts) { IsHeavyTailed = true },
        new("many zeros", ManyZeros) { IsHeavyTailed = true },
        new("bursts", Bursts) { IsHeavyTailed = true },

        // At bounds.
        new("percentage near 100", NearHundred),
        new("near-idle CPU", NearIdle) { IsHeavyTailed = true },
        new("binary", Binary) { IsHeavyTailed = true, HasLevel = false },
    ];

    private static double Level(Random random) => Math.Pow(10, random.Between(0, 5));

    private static double SigmaOf(Random random, double level) => level * random.Between(0.01, 0.05);

    private static double[] Each(int count, Func<int, double> value)
    {
        double[] values = new double[count];
        for (int i = 0; i < count; i++)
        {
            values[i] = value(i);
        }

        return values;
    }

    private static SimulatedSeries Around(Random random, int count, double level, Func<double>? noise = null)
    {
        double sigma = SigmaOf(random, level);
        noise ??= () => random.Normal();
        return new SimulatedSeries(Each(count, _ => level + (sigma * noise())), sigma);
    }

    private static SimulatedSeries Seasonal(Random random, int count, double level, Func<int, double> season)
    {
        double sigma = SigmaOf(random, level);
        double height = sigma * random.Between(8, 15);
        double[] added = Each(count, i => height * season(i));
        return new SimulatedSeries(Each(count, i => level + added[i] + (sigma * random.Normal())), sigma, added);
    }

    /// <summary>A wave of a day, not quite a sine.</summary>
    private static Func<int, double> Day(Random random)
    {
        double phase = random.NextDouble();
        double second = random.Between(0, 0.3);
        return i => Math.Sin(2 * Math.PI * ((i / (double)PerDay) + phase)) + (second * Math.Sin(4 * Math.PI * ((i / (double)PerDay) + phase)));
    }

    /// <summary>Low at night, high from morning to evening, with an hour of rise and of fall.</summary>
    private static Func<int, double> OfficeHours(Random random)
    {
        int opens = random.Next(5 * 60, 10 * 60);
        int closes = opens + random.Next(7 * 60, 10 * 60);
        return i => Math.Clamp((i % PerDay - opens) / 60.0, 0, 1) * Math.Clamp((closes - (i % PerDay)) / 60.0, 0, 1);
    }

    private static Func<int, double> DayAndWeek(Random random)
    {
        Func<int, double> day = Day(random);
        double phase = random.NextDouble();
        return i => day(i) + (0.5 * Math.Sin(2 * Math.PI * ((i / (double)PerWeek) + phase)));
    }

    private static Func<int, double> QuietWeekends(Random random)
    {
        Func<int, double> day = OfficeHours(random);
        double quiet = random.Between(0.2, 0.5);
        int saturday = random.Next(7);
        return i => day(i) * (((i / PerDay) + saturday) % 7 >= 5 ? quiet : 1);
    }

    private static SimulatedSeries Autocorrelated(Random random, int count)
    {
        double level = Level(random);
        double sigma = SigmaOf(random, level);
        double memory = random.Between(0.5, 0.9);
        double state = 0;
        return new SimulatedSeries(Each(count, _ => level + (sigma * (state = (memory * state) + (Math.Sqrt(1 - (memory * memory)) * random.Normal())))), sigma);
    }

    private static SimulatedSeries LogNormal(Random random, int count)
    {
        double median = Level(random);
        double shape = random.Between(0.2, 0.5);
        double variance = shape * shape;
        return new SimulatedSeries(Each(count, _ => median * Math.Exp(shape * random.Normal())), median * Math.Sqrt((Math.Exp(variance) - 1) * Math.Exp(variance)), Least: 0);
    }

    // It has no noise; a hundredth of its value is what its faults are measured by.
    private static SimulatedSeries Constant(int count, double level) => new(Each(count, _ => level), level / 100);

    private static SimulatedSeries WholeSteps(Random random, int count)
    {
        double level = random.Next(10, 60) + random.NextDouble();
        double sigma = random.Between(0.4, 0.8);
        return new SimulatedSeries(Each(count, _ => Math.Round(level + (sigma * random.Normal()))), sigma, IsWhole: true);
    }

    private static SimulatedSeries Trend(Random random, int count)
    {
        double level = Level(random);
        double sigma = SigmaOf(random, level);
        double perDay = sigma * random.Between(0.5, 3) * (random.Next(2) == 0 ? 1 : -1);
        return new SimulatedSeries(Each(count, i => level + (perDay * i / PerDay) + (sigma * random.Normal())), sigma);
    }

    /// <summary>A level that wanders within bounds over half a day, under noise.</summary>
    private static SimulatedSeries Drift(Random random, int count)
    {
        double level = Level(random);
        double sigma = SigmaOf(random, level);
        double wander = 0;
        const double Memory = 1 - (1 / 720.0);
        double push = 3 * Math.Sqrt(1 - (Memory * Memory));
        return new SimulatedSeries(Each(count, _ => level + (sigma * ((wander = (Memory * wander) + (push * random.Normal())) + random.Normal()))), sigma);
    }

    private static SimulatedSeries Walk(Random random, int count)
    {
        double value = random.Between(1_000, 100_000);
        double sigma = value * random.Between(0.0002, 0.001);
        return new SimulatedSeries(Each(count, _ => value += sigma * random.Normal()), sigma);
    }

    private static SimulatedSeries Growth(Random random, int count)
    {
        double value = Level(random);
        double step = value * random.Between(0.001, 0.01);
        double sigma = step * random.Between(0.1, 0.3);
        return new SimulatedSeries(Each(count, _ => value += Math.Max(0, step + (sigma * random.Normal()))), sigma);
    }

    private static SimulatedSeries Saw(Random random, int count, int period)
    {
        double level = Level(random);
        double sigma = SigmaOf(random, level);
        double height = sigma * random.Between(20, 50);
        int phase = random.Next(period);
        return new SimulatedSeries(Each(count, i => level + (height * ((i + phase) % period) / period) + (sigma * random.Normal())), sigma);
    }

    private static SimulatedSeries GrowingNoise(Random random, int count)
    {
        double level = Level(random);
        double share = random.Between(0.02, 0.06);
        Func<int, double> day = Day(random);

        // Faults are measured by the noise at the height of the day, the largest there is.
        return new SimulatedSeries(Each(count, i => level * (1 + (0.4 * day(i))) * (1 + (share * random.Normal()))), level * 1.5 * share);
    }

    /// <summary>Each hour, at its own minute, some minutes of work.</summary>
    private static SimulatedSeries HourlyJob(Random random, int count)
    {
        double level = Level(random);
        double sigma = SigmaOf(random, level);
        int minute = random.Next(60);
        int length = random.Next(2, 6);
        double height = sigma * random.Between(20, 60);
        return new SimulatedSeries(Each(count, i => level + ((i + minute) % 60 < length ? height : 0) + (sigma * random.Normal())), sigma);
    }

    private static SimulatedSeries Counts(Random random, int count, double mean, double season)
    {
        Func<int, double> day = Day(random);
        return new SimulatedSeries(Each(count, i => random.Poisson(mean * (1 + (season * day(i))))), Math.Sqrt(mean * (1 + season)), Least: 0, IsWhole: true);
    }

    /// <summary>Counts whose mean is itself random: more spread than Poisson's.</summary>
    private static SimulatedSeries BurstyCounts(Random random, int count)
    {
        double mean = random.Between(5, 100);
        return new SimulatedSeries(
            Each(count, _ => random.Poisson(mean * (random.Exponential() + random.Exponential()) / 2)), Math.Sqrt(mean + (mean * mean / 2)), Least: 0, IsWhole: true);
    }

    private static SimulatedSeries ManyZeros(Random random, int count)
    {
        double scale = Level(random);
        double share = random.Between(0.005, 0.03);
        return new SimulatedSeries(Each(count, _ => random.NextDouble() < share ? scale * random.Exponential() : 0), scale * Math.Sqrt(share), Least: 0);
    }

    /// <summary>Quiet noise, and a few times a day some minutes of load.</summary>
    private static SimulatedSeries Bursts(Random random, int count)
    {
        double level = Level(random);
        double sigma = SigmaOf(random, level);
        double height = sigma * random.Between(20, 60);
        int left = 0;
        double now = 0;
        return new SimulatedSeries(
            Each(count, _ =>
            {
                if (left-- <= 0)
                {
                    bool begins = random.NextDouble() < 6.0 / PerDay;
                    (left, now) = begins ? (random.Next(5, 20), height * random.Between(0.7, 1)) : (0, 0);
                }

                return level + now + (sigma * random.Normal());
            }),
            sigma);
    }

    private static SimulatedSeries NearHundred(Random random, int count)
    {
        double sigma = random.Between(0.05, 0.3);
        double level = 100 - (sigma * random.Between(0.5, 3));
        return new SimulatedSeries(Each(count, _ => Math.Min(100, level + (sigma * random.Normal()))), sigma, Least: 0, Most: 100);
    }

    private static SimulatedSeries NearIdle(Random random, int count)
    {
        double level = random.Between(0.5, 2);
        double sigma = level * random.Between(0.1, 0.2);
        double busy = random.Between(0.01, 0.05);
        return new SimulatedSeries(
            Each(count, _ => Math.Clamp(level + (sigma * random.Normal()) + (random.NextDouble() < busy ? 2 * random.Exponential() : 0), 0, 100)), sigma, Least: 0, Most: 100);
    }

    private static SimulatedSeries Binary(Random random, int count)
    {
        double flips = random.Between(0.5, 10) / PerDay;
        bool on = true;
        return new SimulatedSeries(Each(count, _ => (on = random.NextDouble() < flips ? !on : on) ? 1 : 0), double.NaN, Least: 0, Most: 1, IsWhole: true);
    }
}
