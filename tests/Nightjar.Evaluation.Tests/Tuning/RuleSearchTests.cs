using Nightjar.Core.Detection.Rules;
using Nightjar.Core.Telemetry;
using Nightjar.Evaluation.Backtest;
using Nightjar.Evaluation.Tuning;

namespace Nightjar.Evaluation.Tests.Tuning;

/// <summary>A queue of 50 to 62 with bursts: to 110, to 300 and to -30.</summary>
public sealed class RuleSearchTests
{
    private const int StepSeconds = 30;
    private static readonly Series Queue = new(Labels.Create(new Label(Labels.MetricName, "queue"), new Label("host", "a")), MetricKind.Gauge);
    private static readonly (int From, int Length, double Value) Small = (700, 20, 110);
    private static readonly (int From, int Length, double Value) Large = (1_000, 20, 300);
    private static readonly (int From, int Length, double Value) Low = (1_300, 20, -30);

    [Fact]
    public void Run_SmallOneNotWanted_KeepsItAwayAndChangesNothingElse()
    {
        TuningOutcome found = Search([Not(Small), Well(Large)], Small, Large, Low);

        Assert.Equal((1, 1, 1), Counts(found.Before));
        Assert.NotNull(found.After);
        Assert.Equal((0, 1, 1), Counts(found.After));
        Assert.InRange(found.After.Settings?.MinChange ?? 0, 110 - 62, 62 + 30);
        Assert.False(found.LosesWanted);
    }

    [Fact]
    public void Run_WantedOneIsNearerThanTheUnwanted_IsHeldByABound()
    {
        // 110 is 54 above the usual, 20 is 36 below: no minimum and no sensitivity tells them apart.
        (int From, int Length, double Value) near = (1_300, 20, 20);

        TuningOutcome found = Search([Not(Small), Well(near)], Small, near);

        Assert.Equal((1, 1, 0), Counts(found.Before));
        Assert.NotNull(found.After);
        Assert.Equal((0, 1, 0), Counts(found.After));
        Assert.InRange(found.After.Settings?.Lower ?? double.NaN, 20, 50);
    }

    [Fact]
    public void Run_LargeOneNotWantedAndSmallOneIs_ProposesNothingAndSaysThatItWouldBeLost()
    {
        TuningOutcome found = Search([Not(Large), Well(Small)], Small, Large);

        Assert.Equal((1, 1, 0), Counts(found.Before));
        Assert.Null(found.After);
        Assert.True(found.LosesWanted);
        Assert.True(found.Tried > 5);
    }

    [Fact]
    public void Run_OneSideNotWanted_ProposesTheOtherSide()
    {
        TuningOutcome found = Search([Not(Large), Not(Small), Well(Low)], Small, Large, Low);

        Assert.Equal(new RuleSettings { Direction = RuleDirection.Down }, found.After?.Settings);
        Assert.Equal(1, found.Tried);
    }

    [Fact]
    public void Run_WithoutAnythingUnwanted_TriesNothing()
    {
        TuningOutcome found = Search([Well(Large)], Small, Large);

        Assert.Equal((0, 1, 1), Counts(found.Before));
        Assert.Equal((null, 0, false), (found.After, found.Tried, found.LosesWanted));
    }

    [Fact]
    public void Run_RuleOfThePagesThatSetsTheSame_IsNotOutdone()
    {
        TuningRules rules = TuningRules.None with
        {
            Saved = [new DetectionRule([], new RuleSettings { Sensitivity = 1, MinChange = 0, Direction = RuleDirection.Both, Lower = -1e9, Upper = 1e9 })],
        };

        TuningOutcome found = Search([Not(Small)], rules, Small, Large);

        Assert.Single(found.Before.Unwanted);
        Assert.Equal((null, false), (found.After, found.LosesWanted));
        Assert.True(found.Tried > 5);
    }

    [Fact]
    public void Run_WordsThatHaveDoneIt_LeaveNothingToDo()
    {
        TuningRules rules = TuningRules.None with { Learnt = new LearntSensitivity(Enumerable.Range(0, 4).Select(Word)) };

        TuningOutcome found = Search([Not(Small)], rules, Small);

        Assert.Equal((0, 0, 0), Counts(found.Before));
        Assert.Equal((null, 0), (found.After, found.Tried));
    }

    [Fact]
    public void Run_TwiceAlike_FindsTheSame()
    {
        TuningOutcome first = Search([Not(Small), Well(Large)], Small, Large);
        TuningOutcome second = Search([Not(Small), Well(Large)], Small, Large);

        Assert.Equal(first.After?.Settings, second.After?.Settings);
    }

    /// <summary>What is promised of every proposal, over histories that nobody has picked.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(10)]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(8)]
    [InlineData(9)]
    public void Run_AnyMarks_NeverLosesWhatIsWantedAndAlwaysKeepsSomethingAway(int seed)
    {
        Random random = new(seed);
        (int From, int Length, double Value)[] bursts =
            [.. Enumerable.Range(0, 8).Select(i => (700 + (i * 150), 8 + random.Next(20), random.Next(2) == 0 ? 80 + (random.NextDouble() * 300) : random.NextDouble() * 30))];
        Mark[] marks = [.. bursts.Select(burst => random.Next(2) == 0 ? Not(burst) : Well(burst))];

        TuningOutcome found = Search(marks, bursts);

        Assert.NotEmpty(found.Before.Unwanted);
        Assert.NotEmpty(found.Before.Caught);
        Assert.True(found.After is null || (found.After.Unwanted.Count < found.Before.Unwanted.Count && found.Before.Caught.All(found.After.Caught.Contains)));
        Assert.Equal(found.After is null, found.After?.Settings is null);
    }

    private static (int Unwanted, int Caught, int Others) Counts(TuningTrial trial) => (trial.Unwanted.Count, trial.Caught.Count, trial.Others.Count);

    private static Mark Not((int From, int Length, double Value) burst) => new(false, TimeNs(burst.From), TimeNs(burst.From + burst.Length));

    private static Mark Well((int From, int Length, double Value) burst) => Not(burst) with { IsWanted = true };

    private static Feedback Word(int i) => new()
    {
        AnomalyId = $"{i}",
        Series = Queue.Labels,
        EntityKind = EntityRules.Of(Queue.Labels)[0].Kind,
        Word = FeedbackWord.NotUseful,
        Times = 2,
        TimeNs = i,
        By = "Anna",
    };

    private static TuningOutcome Search(Mark[] marks, params (int From, int Length, double Value)[] bursts) => Search(marks, TuningRules.None, bursts);

    private static TuningOutcome Search(Mark[] marks, TuningRules rules, params (int From, int Length, double Value)[] bursts)
    {
        Sample[] samples = [.. Enumerable.Range(0, 2_000).Select(i => new Sample(
            Queue.Id, TimeNs(i), bursts.Where(burst => i >= burst.From && i < burst.From + burst.Length).Select(burst => burst.Value).DefaultIfEmpty(50 + (i * 7 % 13)).First()))];
        return RuleSearch.Run(new ReportingSeries([Queue], null), Queue.Labels, samples, marks, rules);
    }

    private static long TimeNs(int i) => (1_790_000_000 + (i * StepSeconds)) * Clock.NsPerSecond;
}
