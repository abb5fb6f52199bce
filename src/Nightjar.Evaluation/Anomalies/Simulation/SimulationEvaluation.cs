using System.Text.Json;
using Nightjar.Core.Telemetry;
using static Nightjar.Evaluation.Anomalies.Simulation.SimulatedSeries;

namespace Nightjar.Evaluation.Anomalies.Simulation;

/// <summary>
/// Makes clean series of many sorts, counts what the product tells of them, and what it tells when a fault is put into them. Each fault
/// goes into a copy of what was learnt until then, so that none hides another.
/// </summary>
public static class SimulationEvaluation
{
    private const int WeekDays = 7;

    private const long MinuteNs = 60 * Clock.NsPerSecond;

    // 2026-01-05, a Monday, at midnight UTC.
    private const long StartNs = 1_767_571_200 * Clock.NsPerSecond;

    /// <summary>Runs it on all cores. About 30,000 samples a series at 21 days.</summary>
    public static SimulationReport Evaluate(SimulationSettings settings)
    {
        SeriesOutcome[][] outcomes = [.. SeriesKinds.All.Select(_ => new SeriesOutcome[settings.SeriesPerKind])];
        Parallel.For(0, SeriesKinds.All.Count * settings.SeriesPerKind, i =>
        {
            (int series, int kind) = Math.DivRem(i, SeriesKinds.All.Count);
            outcomes[kind][series] = Run(SeriesKinds.All[kind], settings, new Random(SeedOf(settings.Seed, kind, series)));
        });

        (SeriesKind Kind, SeriesOutcome[] Outcomes)[] all = [.. SeriesKinds.All.Zip(outcomes)];
        SeriesOutcome[] together = [.. outcomes.SelectMany(one => one)];
        return new SimulationReport
        {
            SeriesPerKind = settings.SeriesPerKind,
            Days = settings.Days,
            Seed = settings.Seed,
            FalseAlarmsPer1000SeriesDays = FalseAlarms(together, settings.Days),
            FalseAlarmsAfterFirstWeek = LateFalseAlarms(together, settings.Days),
            Faults = Shares(all.Where(one => !one.Kind.IsHeavyTailed).SelectMany(one => one.Outcomes)),
            HeavyTailedFaults = Shares(all.Where(one => one.Kind.IsHeavyTailed).SelectMany(one => one.Outcomes)),
            Kinds = [.. all.Select(one => new KindReport(
                one.Kind.Name, one.Kind.IsHeavyTailed, FalseAlarms(one.Outcomes, settings.Days), LateFalseAlarms(one.Outcomes, settings.Days), Shares(one.Outcomes)))],
        };
    }

    private static SeriesOutcome Run(SeriesKind kind, SimulationSettings settings, Random random)
    {
        SimulatedSeries series = kind.Make(random, settings.Days * PerDay);
        Queue<PlannedFault> faults = new(FaultPlan.Of(kind, series, random));
        List<(FaultKind Kind, bool Found)> found = [];
        LiveDetection live = new();
        int falseAlarms = 0;
        int late = 0;
        for (int i = 0; i < series.Values.Length; i++)
        {
            while (faults.TryPeek(out PlannedFault? fault) && fault.At == i)
            {
                found.Add((fault.Kind, IsFound(live.Copy(), faults.Dequeue())));
            }

            bool alarm = live.Score(StartNs + (i * MinuteNs), series.Values[i]);
            falseAlarms += alarm ? 1 : 0;
            late += alarm && i >= WeekDays * PerDay ? 1 : 0;
        }

        return new SeriesOutcome(falseAlarms, late, found);
    }

    private static bool IsFound(LiveDetection live, PlannedFault fault)
    {
        for (int i = 0; i < fault.Values.Length; i++)
        {
            long timeNs = StartNs + ((fault.At + i) * MinuteNs);
            if (fault.Kind == FaultKind.Silence ? live.Tick(timeNs) : live.Score(timeNs, fault.Values[i]))
            {
                return true;
            }
        }

        return false;
    }

    // Primes, so that neighbouring series of neighbouring seeds do not begin alike.
    private static int SeedOf(int seed, int kind, int series) => unchecked((((seed * 1_000_003) + kind) * 7_919) + series);

    private static double FalseAlarms(SeriesOutcome[] outcomes, int days) =>
        1_000.0 * outcomes.Sum(one => one.FalseAlarms) / (outcomes.Length * days);

    private static double? LateFalseAlarms(SeriesOutcome[] outcomes, int days) =>
        days > WeekDays ? 1_000.0 * outcomes.Sum(one => one.LateFalseAlarms) / (outcomes.Length * (days - WeekDays)) : null;

    private static FaultShare[] Shares(IEnumerable<SeriesOutcome> outcomes)
    {
        ILookup<FaultKind, bool> faults = outcomes.SelectMany(one => one.Faults).ToLookup(fault => fault.Kind, fault => fault.Found);
        return [.. Enum.GetValues<FaultKind>().Select(kind => new FaultShare(
            JsonNamingPolicy.CamelCase.ConvertName(kind.ToString()), faults[kind].Count(), faults[kind].Count(found => found)))];
    }
}
