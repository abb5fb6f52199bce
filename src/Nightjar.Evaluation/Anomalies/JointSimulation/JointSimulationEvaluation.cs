using System.Text.Json;
using Nightjar.Core.Detection;
using Nightjar.Core.Telemetry;
using Nightjar.Evaluation.Anomalies.Simulation;

namespace Nightjar.Evaluation.Anomalies.JointSimulation;

/// <summary>
/// Makes clean entities of many sorts, counts the joint anomalies that the product tells of them, and what it tells when a fault is put into
/// them. Each fault goes into a copy of what was learnt until then.
/// </summary>
public static class JointSimulationEvaluation
{
    private const long MinuteNs = 60 * Clock.NsPerSecond;

    // 2026-01-05, a Monday, at midnight UTC.
    private const long StartNs = 1_767_571_200 * Clock.NsPerSecond;

    /// <summary>Runs it on all cores. About 30,000 samples a series at 21 days, a dozen series an entity.</summary>
    public static JointSimulationReport Evaluate(SimulationSettings settings)
    {
        Outcome[][] outcomes = [.. EntityKinds.All.Select(_ => new Outcome[settings.SeriesPerKind])];
        Parallel.For(0, EntityKinds.All.Count * settings.SeriesPerKind, i =>
        {
            (int entity, int kind) = Math.DivRem(i, EntityKinds.All.Count);
            outcomes[kind][entity] = Run(EntityKinds.All[kind].Make, settings, new Random(SeedOf(settings.Seed, kind, entity)));
        });

        Outcome[] all = [.. outcomes.SelectMany(one => one)];
        return new JointSimulationReport
        {
            EntitiesPerKind = settings.SeriesPerKind,
            Days = settings.Days,
            Seed = settings.Seed,
            FalseAlarmsPer1000EntityDays = FalseAlarms(all, settings.Days),
            Faults = Shares(all),
            Kinds = [.. EntityKinds.All.Zip(outcomes, (kind, of) => new EntityKindReport(kind.Name, FalseAlarms(of, settings.Days), Shares(of)))],
        };
    }

    private static Outcome Run(Func<Random, int, SimulatedEntity> make, SimulationSettings settings, Random random)
    {
        SimulatedEntity entity = make(random, settings.Days * SimulatedSeries.PerDay);
        Queue<JointFault> faults = new(JointFaultPlan.Of(entity, random));
        List<FaultOutcome> found = [];
        LiveEntity live = new(entity.Values.Count);
        int falseAlarms = 0;
        for (int i = 0; i < entity.Values[0].Length; i++)
        {
            while (faults.TryPeek(out JointFault? fault) && fault.At == i)
            {
                found.Add(Try(live.Copy(), faults.Dequeue()));
            }

            falseAlarms += live.Score(StartNs + (i * MinuteNs), series => entity.Values[series][i]).Count(opened => opened.Kind == AnomalyKind.Joint);
        }

        return new Outcome(falseAlarms, found);
    }

    private static FaultOutcome Try(LiveEntity live, JointFault fault)
    {
        Anomaly? joint = null;
        bool alone = false;
        for (int i = 0; i < fault.Values[0].Length; i++)
        {
            foreach (Anomaly opened in live.Score(StartNs + ((fault.At + i) * MinuteNs), series => fault.Values[series][i]))
            {
                joint ??= opened.Kind == AnomalyKind.Joint ? opened : null;
                alone |= opened.Kind != AnomalyKind.Joint && fault.Culprits.Contains(live.NumberOf(opened.Series));
            }
        }

        return new FaultOutcome(fault.Kind, joint is not null, joint is not null && fault.Culprits.Contains(live.NumberOf(joint.Series)), alone);
    }

    // Primes, so that neighbouring entities of neighbouring seeds do not begin alike.
    private static int SeedOf(int seed, int kind, int entity) => unchecked((((seed * 1_000_003) + kind) * 7_919) + entity);

    private static double FalseAlarms(Outcome[] outcomes, int days) => 1_000.0 * outcomes.Sum(one => one.FalseAlarms) / (outcomes.Length * days);

    private static JointFaultShare[] Shares(IEnumerable<Outcome> outcomes)
    {
        ILookup<JointFaultKind, FaultOutcome> faults = outcomes.SelectMany(one => one.Faults).ToLookup(fault => fault.Kind);
        return [.. Enum.GetValues<JointFaultKind>().Select(kind => new JointFaultShare(
            JsonNamingPolicy.CamelCase.ConvertName(kind.ToString()),
            faults[kind].Count(),
            faults[kind].Count(fault => fault.IsFound),
            faults[kind].Count(fault => fault.IsRightlyNamed),
            faults[kind].Count(fault => fault.IsToldAlone)))];
    }

    private sealed record Outcome(int FalseAlarms, IReadOnlyList<FaultOutcome> Faults);

    private readonly record struct FaultOutcome(JointFaultKind Kind, bool IsFound, bool IsRightlyNamed, bool IsToldAlone);
}
