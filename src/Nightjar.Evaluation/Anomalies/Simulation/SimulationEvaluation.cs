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

        IReadOnlyList<CountedOutcome> together = BudgetedEstate.Count([.. outcomes.SelectMany(kind => kind)]);
        (SeriesKind Kind, CountedOutcome[] Outcomes)[] all = [.. SeriesKinds.All.Zip(together.Chunk(settings.SeriesPerKind))];
        return new SimulationReport
        {
            SeriesPerKind = settings.SeriesPerKind,
            Days = settings.Days,
            Seed = settings.Seed,
            FalseAlarmsPer1000SeriesDays = FalseAlarms(together, settings.Days),
            FalseAlarmsAfterFirstWeek = AfterFirstWeek(together, one => one.FalseAlarms, settings.Days),
            ToldPer1000SeriesDays = PerThousand(together.Sum(one => one.Told.Count), together.Count, settings.Days),
            ToldAfterFirstWeek = AfterFirstWeek(together, one => one.Told, settings.Days),
            Faults = Shares(all.Where(one => !one.Kind.IsHeavyTailed).SelectMany(one => one.Outcomes)),
            HeavyTailedFaults = Shares(all.Where(one => one.Kind.IsHeavyTailed).SelectMany(one => one.Outcomes)),
            Kinds = [.. all.Select(one => new KindReport(
                one.Kind.Name, one.Kind.IsHeavyTailed, FalseAlarms(one.Outcomes, settings.Days), AfterFirstWeek(one.Outcomes, outcome => outcome.FalseAlarms, settings.Days), Shares(one.Outcomes)))],
        };
    }

    private static SeriesOutcome Run(SeriesKind kind, SimulationSettings settings, Random random)
    {
        SimulatedSeries series = kind.Make(random, settings.Days * PerDay);
        Queue<PlannedFault> faults = new(FaultPlan.Of(kind, series, random));
        List<FaultOutcome> outcomes = [];
        List<Telling> told = [];
        LiveDetection live = new();
        for (int i = 0; i < series.Values.Length; i++)
        {
            while (faults.TryPeek(out PlannedFault? fault) && fault.At == i)
            {
                outcomes.Add(Outcome(live.Copy(), faults.Dequeue()));
            }

            live.Score(StartNs + (i * MinuteNs), series.Values[i]);
            told.AddRange(Tellings(live, i));
        }

        return new SeriesOutcome(told, outcomes);
    }

    private static FaultOutcome Outcome(LiveDetection live, PlannedFault fault)
    {
        List<Telling> told = [];
        for (int i = 0; i < fault.Values.Length; i++)
        {
            long timeNs = StartNs + ((fault.At + i) * MinuteNs);
            bool opened = fault.Kind == FaultKind.Silence ? live.Tick(timeNs) : live.Score(timeNs, fault.Values[i]);
            if (opened || told.Count > 0)
            {
                told.AddRange(Tellings(live, fault.At + i));
            }
        }

        return new FaultOutcome(fault.Kind, fault.At, told);
    }

    // With its end nobody is told of an anomaly for the first time.
    private static IEnumerable<Telling> Tellings(LiveDetection live, int minute) =>
        live.Changes.Where(change => change.EndNs is null).Select(change => Telling.Of(minute, change));

    // Primes, so that neighbouring series of neighbouring seeds do not begin alike.
    private static int SeedOf(int seed, int kind, int series) => unchecked((((seed * 1_000_003) + kind) * 7_919) + series);

    private static double FalseAlarms(IReadOnlyCollection<CountedOutcome> outcomes, int days) =>
        PerThousand(outcomes.Sum(one => one.FalseAlarms.Count), outcomes.Count, days);

    private static double? AfterFirstWeek(IReadOnlyCollection<CountedOutcome> outcomes, Func<CountedOutcome, IReadOnlyList<int>> minutes, int days) => days > WeekDays
        ? PerThousand(outcomes.Sum(one => minutes(one).Count(minute => minute >= WeekDays * PerDay)), outcomes.Count, days - WeekDays)
        : null;

    private static double PerThousand(int alarms, int series, int days) => 1_000.0 * alarms / (series * days);

    private static FaultShare[] Shares(IEnumerable<CountedOutcome> outcomes)
    {
        ILookup<FaultKind, (bool IsFound, bool IsTold)> faults = outcomes.SelectMany(one => one.Faults).ToLookup(fault => fault.Kind, fault => (fault.IsFound, fault.IsTold));
        return [.. Enum.GetValues<FaultKind>().Select(kind => new FaultShare(
            JsonNamingPolicy.CamelCase.ConvertName(kind.ToString()), faults[kind].Count(), faults[kind].Count(fault => fault.IsFound), faults[kind].Count(fault => fault.IsTold)))];
    }
}
