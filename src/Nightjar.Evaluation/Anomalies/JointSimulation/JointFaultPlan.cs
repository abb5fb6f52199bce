using Nightjar.Evaluation.Anomalies.Simulation;

namespace Nightjar.Evaluation.Anomalies.JointSimulation;

/// <summary>Puts one fault of each kind into an entity, somewhere in its last two days, where the kind makes sense there.</summary>
internal static class JointFaultPlan
{
    private const int Long = 120;
    private const int Short = 60;
    private const double Rise = 2.5;
    private const int RiseMinutes = 10;
    private const double SmallMove = 2;
    private const double LargeMove = 10;

    public static IEnumerable<JointFault> Of(SimulatedEntity entity, Random random)
    {
        List<JointFault> faults = [];
        foreach (JointFaultKind kind in Enum.GetValues<JointFaultKind>())
        {
            int at = entity.Values[0].Length - (2 * SimulatedSeries.PerDay) + random.Next(SimulatedSeries.PerDay);
            double[][] values = [.. entity.Values.Select(series => series[at..(at + (kind == JointFaultKind.Alone ? Short : Long))])];
            int[]? culprits = kind switch
            {
                JointFaultKind.Together => MoveAll(entity, values, random),
                JointFaultKind.Alone => MoveOne(entity, values, random),
                _ => entity.Groups.Count == 0 ? null : Part(entity, kind, values, random),
            };
            if (culprits is not null)
            {
                faults.Add(new JointFault(kind, at, culprits, values));
            }
        }

        return faults.OrderBy(fault => fault.At);
    }

    private static int[] Part(SimulatedEntity entity, JointFaultKind kind, double[][] values, Random random)
    {
        int[] group = entity.Groups[random.Next(entity.Groups.Count)];
        int odd = group[random.Next(group.Length)];
        if (kind == JointFaultKind.LeftBehind)
        {
            foreach (int series in group.Where(series => series != odd))
            {
                Add(values[series], i => entity.Gains[series] * Rise * Math.Min(1, (i + 1.0) / RiseMinutes));
            }
        }
        else
        {
            double level = values[odd].Average();
            double[] own = EntityKinds.Wander(random, values[odd].Length);
            for (int i = 0; i < own.Length; i++)
            {
                values[odd][i] = Math.Max(0, level + (entity.Gains[odd] * own[i]) + (entity.Sigmas[odd] * random.Normal()));
            }
        }

        // Of two nobody can say which one is odd.
        return group.Length == 2 ? group : [odd];
    }

    private static int[] MoveAll(SimulatedEntity entity, double[][] values, Random random)
    {
        for (int series = 0; series < values.Length; series++)
        {
            double move = SmallMove * entity.Sigmas[series] * (random.Next(2) == 0 ? 1 : -1);
            if (!double.IsNaN(move))
            {
                Add(values[series], _ => move);
            }
        }

        return [.. Enumerable.Range(0, values.Length)];
    }

    private static int[]? MoveOne(SimulatedEntity entity, double[][] values, Random random)
    {
        int series = random.Next(values.Length);
        double sigma = Math.Max(entity.Sigmas[series], entity.Gains[series]);
        if (double.IsNaN(sigma))
        {
            return null;
        }

        Add(values[series], _ => LargeMove * sigma);
        return [series];
    }

    private static void Add(double[] values, Func<int, double> move)
    {
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = Math.Max(0, values[i] + move(i));
        }
    }
}
