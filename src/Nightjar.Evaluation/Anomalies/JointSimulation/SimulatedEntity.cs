using Nightjar.Evaluation.Anomalies.Simulation;

namespace Nightjar.Evaluation.Anomalies.JointSimulation;

/// <summary>The clean series of one entity, one value a minute, and how they hang together.</summary>
internal sealed class SimulatedEntity(int minutes)
{
    private readonly List<double[]> _values = [];
    private readonly List<double> _sigmas = [];
    private readonly List<double> _gains = [];
    private readonly List<int[]> _groups = [];

    /// <summary>The values of each series.</summary>
    public IReadOnlyList<double[]> Values => _values;

    /// <summary>The noise of each series, without what it does as one of a group.</summary>
    public IReadOnlyList<double> Sigmas => _sigmas;

    /// <summary>By how much each moves when its group moves by one; 0 for one of no group.</summary>
    public IReadOnlyList<double> Gains => _gains;

    /// <summary>Which move together.</summary>
    public IReadOnlyList<int[]> Groups => _groups;

    /// <summary>Adds a series that has nothing to do with the others.</summary>
    public SimulatedEntity Alone(double[] values, double sigma)
    {
        _values.Add(values);
        _sigmas.Add(sigma);
        _gains.Add(0);
        return this;
    }

    /// <summary>Adds some series that follow one movement of size 1, each with noise of its own.</summary>
    /// <param name="random">Draws their levels and gains.</param>
    /// <param name="movement">One figure a minute.</param>
    /// <param name="series">How many.</param>
    /// <param name="noise">Of each, in parts of what the movement does to it.</param>
    /// <param name="shape">Makes counts of what values would be, with noise as counts have; null for just those values.</param>
    public SimulatedEntity Group(Random random, double[] movement, int series, double noise, Func<Random, double, double>? shape = null)
    {
        int[] group = new int[series];
        for (int s = 0; s < series; s++)
        {
            double level = Math.Pow(10, shape is null ? random.Between(1, 4) : random.Between(3, 5));
            double gain = level * random.Between(0.03, 0.08);
            double[] values = new double[minutes];
            for (int i = 0; i < minutes; i++)
            {
                double value = level + (gain * (movement[i] + (noise * random.Normal())));
                values[i] = Math.Max(0, shape is null ? value : shape(random, value));
            }

            group[s] = _values.Count;
            _values.Add(values);
            _sigmas.Add(shape is null ? gain * noise : Math.Sqrt(level));
            _gains.Add(gain);
        }

        _groups.Add(group);
        return this;
    }
}
