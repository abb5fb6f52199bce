using static Nightjar.Evaluation.Anomalies.Simulation.SimulatedSeries;

namespace Nightjar.Evaluation.Anomalies.Simulation;

/// <summary>Puts one fault of each kind into a series, somewhere in its last days, where the kind makes sense there.</summary>
internal static class FaultPlan
{
    private const double LeastSpike = 8;
    private const double MostSpike = 12;
    private const double LeastShift = 3;
    private const double MostShift = 5;

    // A spike is found while it lasts or in the two samples after it.
    private const int AfterSpike = 2;
    private const int LongSpike = 3;

    // A shift must be found within ten points.
    private const int ShiftLength = 10;

    private const int DropoutLength = 30;
    private const int SilenceLength = 15;
    private const int BreakLength = 360;

    // Where it would not be seen (the night of an office), it is tried some minutes later.
    private const int BreakStep = 10;

    private const int DriftLength = 240;
    private const int AfterDrift = 120;

    // Noise so many times as large.
    private const int VarianceLength = 30;
    private const double LeastVariance = 4;
    private const double MostVariance = 6;

    // Where standing still would be seen: the day before it never was for longer.
    private const int FlatLength = 120;
    private const int UsualStill = 2;

    // The season break must be one: as far from what would have been as a spike is.
    private const double LeastBreak = 8;

    /// <summary>The faults in the order of their places.</summary>
    public static IReadOnlyList<PlannedFault> Of(SeriesKind kind, SimulatedSeries series, Random random)
    {
        List<PlannedFault> faults = [];
        foreach (FaultKind fault in Enum.GetValues<FaultKind>())
        {
            int at = series.Values.Length - (2 * PerDay) + random.Next(PerDay);
            double size = fault == FaultKind.Shift ? random.Between(LeastShift, MostShift) : random.Between(LeastSpike, MostSpike);
            double signed = series.Sigma * size * (random.Next(2) == 0 ? 1 : -1);
            double[]? values = fault switch
            {
                FaultKind.Spike => Moved(series, at, signed, 1, 1 + AfterSpike),
                FaultKind.LongSpike => Moved(series, at, signed, LongSpike, LongSpike + AfterSpike),
                FaultKind.Shift => kind.HasLevel ? Moved(series, at, signed, ShiftLength, ShiftLength) : null,
                FaultKind.Dropout => Dropout(series, at),
                FaultKind.Silence => [.. Enumerable.Repeat(double.NaN, SilenceLength)],
                FaultKind.Drift => kind.HasLevel ? Drift(series, at, signed) : null,
                FaultKind.Variance => kind.HasLevel ? Variance(series, at, random) : null,
                FaultKind.FlatLine => Flat(series, at),
                _ => Break(series, ref at),
            };
            if (values is not null)
            {
                faults.Add(new PlannedFault(fault, at, values));
            }
        }

        return [.. faults.OrderBy(fault => fault.At)];
    }

    /// <summary>The first samples moved to one side; to the other where a bound is in the way; null where both are.</summary>
    private static double[]? Moved(SimulatedSeries series, int at, double signed, int length, int seen)
    {
        foreach (double move in new[] { signed, -signed })
        {
            double[] values = series.Values[at..(at + seen)];
            for (int i = 0; i < length; i++)
            {
                values[i] = series.Shape(values[i] + move);
            }

            // Rounding to whole counts may take half of one.
            double least = Math.Abs(signed) - (series.IsWhole ? 0.5 : 0) - (1e-9 * Math.Abs(values[0]));
            if (Enumerable.Range(0, length).All(i => Math.Abs(values[i] - series.Values[at + i]) >= least))
            {
                return values;
            }
        }

        return null;
    }

    private static double[]? Dropout(SimulatedSeries series, int at) =>
        series.Values[(at - PerDay)..at].All(value => Math.Abs(value) >= LeastSpike * series.Sigma) ? new double[DropoutLength] : null;

    private static double[]? Drift(SimulatedSeries series, int at, double signed)
    {
        int length = Math.Min(DriftLength + AfterDrift, series.Values.Length - at);
        double[] Climb(double move) =>
            [.. Enumerable.Range(0, length).Select(i => series.Shape(series.Values[at + i] + (move * Math.Min(1, i / (double)DriftLength))))];

        // Where a bound is in the way, to the other side.
        return new[] { Climb(signed), Climb(-signed) }.FirstOrDefault(values => Math.Abs(values[^1] - series.Values[at + length - 1]) >= LeastSpike * series.Sigma * 0.99);
    }

    /// <summary>Null where a bound would cut it off.</summary>
    private static double[]? Variance(SimulatedSeries series, int at, Random random)
    {
        double extra = series.Sigma * Math.Sqrt(Math.Pow(random.Between(LeastVariance, MostVariance), 2) - 1);
        double[] moved = [.. Enumerable.Range(0, VarianceLength).Select(i => series.Values[at + i] + (extra * random.Normal()))];
        return moved.All(value => value >= series.Least && value <= series.Most) ? [.. moved.Select(series.Shape)] : null;
    }

    private static double[]? Flat(SimulatedSeries series, int at)
    {
        int still = 0;
        int longest = 0;
        for (int i = at - PerDay; i < at; i++)
        {
            still = series.Values[i] == series.Values[i - 1] ? still + 1 : 0;
            longest = Math.Max(longest, still);
        }

        return longest <= UsualStill ? [.. Enumerable.Repeat(series.Values[at - 1], Math.Min(FlatLength, series.Values.Length - at))] : null;
    }

    /// <summary>From the first place on at which standing still would be seen.</summary>
    private static double[]? Break(SimulatedSeries series, ref int at)
    {
        if (series.Season is not { } season)
        {
            return null;
        }

        for (; at + BreakLength <= season.Length; at += BreakStep)
        {
            int from = at;
            if (Enumerable.Range(from, BreakLength).Any(i => Math.Abs(season[i] - season[from]) >= LeastBreak * series.Sigma))
            {
                return [.. Enumerable.Range(from, BreakLength).Select(i => series.Values[i] - season[i] + season[from])];
            }
        }

        return null;
    }
}
