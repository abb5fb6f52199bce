using Nightjar.Core.Detection.Budget;
using Nightjar.Core.Telemetry;

namespace Nightjar.Evaluation.Anomalies.Simulation;

/// <summary>
/// All simulated series as one estate with the default alarm budget: what of that which opened people are told of. Each fault comes alone, into a
/// copy of what the budget has counted until then. That is the hardest case: a fault that shows in several series is an incident and passes.
/// </summary>
internal sealed class BudgetedEstate
{
    private const double PerThousandSeriesAndDay = 1;

    private static readonly long MinuteNs = TimeSpan.FromMinutes(1).ToNs();

    private readonly int _series;
    private readonly AlarmBudget _budget = new(PerThousandSeriesAndDay);
    private readonly Dictionary<(int Series, string Id), bool> _isTold = [];

    private BudgetedEstate(int series)
    {
        _series = series;
    }

    /// <summary>Counts what was told of each series; in the order given.</summary>
    public static IReadOnlyList<CountedOutcome> Count(IReadOnlyList<SeriesOutcome> outcomes)
    {
        BudgetedEstate estate = new(outcomes.Count);
        CountedOutcome[] counted = [.. outcomes.Select(_ => new CountedOutcome([], [], []))];
        foreach ((int series, Telling telling, FaultOutcome? fault) in InOrder(outcomes))
        {
            if (fault is not null)
            {
                counted[series].Faults.Add(new CountedFault(fault.Kind, fault.IsFound, estate.CopyAt(fault.Minute).IsTold(series, fault.Told)));
            }
            else
            {
                bool opens = !estate._isTold.TryGetValue((series, telling.Id), out bool wasTold);
                bool isTold = estate.IsTold(series, [telling]);
                (opens ? counted[series].FalseAlarms : []).Add(telling.Minute);
                (isTold && !wasTold ? counted[series].Told : []).Add(telling.Minute);
            }
        }

        return counted;
    }

    /// <summary>By time; of one minute by series, what a fault would do there first.</summary>
    private static IEnumerable<(int Series, Telling Telling, FaultOutcome? Fault)> InOrder(IReadOnlyList<SeriesOutcome> outcomes)
    {
        IEnumerable<(int Minute, int Series, Telling, FaultOutcome?)> faults =
            outcomes.SelectMany((outcome, series) => outcome.Faults.Select(fault => (fault.Minute, series, default(Telling), (FaultOutcome?)fault)));
        IEnumerable<(int Minute, int Series, Telling, FaultOutcome?)> tellings =
            outcomes.SelectMany((outcome, series) => outcome.Told.Select(telling => (telling.Minute, series, telling, (FaultOutcome?)null)));
        return faults.Concat(tellings).OrderBy(one => one.Minute).ThenBy(one => one.Series).Select(one => (one.Series, one.Item3, one.Item4));
    }

    private BudgetedEstate CopyAt(int minute)
    {
        BudgetedEstate copy = new(_series);
        copy._budget.TryRestore(_budget.Save(), minute * MinuteNs);
        return copy;
    }

    /// <summary>True when people are told of one of them with these tellings, or were before.</summary>
    private bool IsTold(int series, IReadOnlyList<Telling> tellings)
    {
        bool isAnyTold = false;
        foreach (Telling telling in tellings)
        {
            bool goesOn = _isTold.TryGetValue((series, telling.Id), out bool isTold);
            isTold = isTold || telling.IsCertain || (goesOn
                ? _budget.OpensLate(telling.Minute * MinuteNs, telling.Surprise, telling.IsStrong, isCertain: false, _series)
                : _budget.Opens(telling.Minute * MinuteNs, telling.Surprise, telling.IsStrong, _series));
            _isTold[(series, telling.Id)] = isTold;
            isAnyTold |= isTold;
        }

        return isAnyTold;
    }
}
