using Nightjar.Core.Telemetry;
using Nightjar.Server.Ingestion.History;

namespace Nightjar.Server.Tests.Ingestion.History;

public sealed class HistoryPlanTests
{
    private const long Minute = 60 * Clock.NsPerSecond;
    private const long Day = 1_440 * Minute;

    [Fact]
    public void Of_ManyNames_AsksDayByDayForGroupsAndEachStepOnce()
    {
        Dictionary<string, int> names = new() { ["b"] = 800, ["a"] = 500, ["c"] = 200 };
        HistoryPlan[] plans = [.. HistoryPlan.Of(names, [], new TimeRange(0, (2 * Day) + Minute), 5 * Minute)];

        Assert.Equal(["{__name__=~\"a|b\"}", "{__name__=~\"c\"}"], plans.Take(2).Select(plan => plan.Query));
        Assert.Equal([0, 0, 1, 1, 2, 2], plans.Select(plan => plan.Day));
        Assert.Equal(
            [new TimeRange(0, Day - (5 * Minute)), new TimeRange(Day, (2 * Day) - (5 * Minute)), new TimeRange(2 * Day, (2 * Day) + Minute)],
            plans.DistinctBy(plan => plan.Day).Select(plan => plan.Range));
    }

    [Fact]
    public void Of_NameWithVeryManySeries_IsAskedInShorterSpansWithoutGapOrOverlap()
    {
        HistoryPlan[] plans = [.. HistoryPlan.Of(new Dictionary<string, int> { ["a"] = 40_000 }, [], new TimeRange(0, Day - (5 * Minute)), 5 * Minute)];

        Assert.All(plans, plan => Assert.InRange((plan.Range.ToNs - plan.Range.FromNs) / (5 * Minute), 0, 9));
        Assert.All(plans.Zip(plans.Skip(1)), pair => Assert.Equal(pair.First.Range.ToNs + (5 * Minute), pair.Second.Range.FromNs));
        Assert.Equal((0L, Day - (5 * Minute)), (plans[0].Range.FromNs, plans[^1].Range.ToNs));
    }

    [Fact]
    public void Of_Conditions_AreAddedToTheNames()
    {
        Assert.True(LabelMatcher.TryCreate("job", MatchOperator.NotEqual, "a\"\\b", out LabelMatcher? matcher, out _));
        HistoryPlan plan = Assert.Single(HistoryPlan.Of(new Dictionary<string, int> { ["x.y"] = 1 }, [[matcher!]], new TimeRange(0, Minute), Minute));

        Assert.Equal("{__name__=~\"x\\\\.y\",job!=\"a\\\"\\\\b\"}", plan.Query);
    }
}
