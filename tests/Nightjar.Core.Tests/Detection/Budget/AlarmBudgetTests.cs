using Nightjar.Core.Detection;
using Nightjar.Core.Detection.Budget;
using Nightjar.Core.Detection.Rules;
using Nightjar.Core.Telemetry;

namespace Nightjar.Core.Tests.Detection.Budget;

public sealed class AlarmBudgetTests
{
    private static readonly long MinuteNs = TimeSpan.FromMinutes(1).ToNs();
    private static readonly long DayNs = TimeSpan.FromDays(1).ToNs();
    private static readonly long StartNs = DateTimeOffset.Parse("2026-03-02T00:00:00Z", System.Globalization.CultureInfo.InvariantCulture).ToUnixTimeMilliseconds() * 1_000_000;

    [Theory]
    [InlineData(500, 40, 1)]
    [InlineData(2_000, 40, 2)]
    [InlineData(10_000, 40, 3)]
    [InlineData(10_000, 200, 4)]
    [InlineData(100_000, 40, 5)]
    public void Opens_QuietEstate_StaysWithinTheBudgetAfterTwoDays(int series, double perThousandAndDay, int seed)
    {
        Random random = new(seed);
        AlarmBudget budget = new(1);
        Quiet(budget, random, series, perThousandAndDay, 0, 2);
        const int Days = 10;
        int passed = Quiet(budget, random, series, perThousandAndDay, 2, 2 + Days);

        double allowed = Days * (AlarmBudget.AlwaysADay + Math.Max(AlarmBudget.AlwaysADay, series / 1_000.0));
        Assert.InRange(passed, 1, allowed);
        Assert.True(passed >= 0.5 * Days * series / 1_000.0, $"{passed} of {allowed} passed: the budget is there to be spent");
    }

    [Fact]
    public void Opens_FirstDay_LetsLittleMoreThanTheBudgetThroughWhereTheEstateIsAsExpected()
    {
        AlarmBudget budget = new(1);
        Assert.InRange(Quiet(budget, new Random(6), 10_000, 40, 0, 1), 1, 20);
    }

    [Theory]
    [InlineData(10_000, 3.7)]
    [InlineData(100_000, 4)]
    public void Opens_ThirtySeriesInFiveMinutes_PassAsAnIncidentThoughEachAloneWouldNot(int series, double surprise)
    {
        AlarmBudget budget = new(1);
        Quiet(budget, new Random(7), series, 40, 0, 3);
        long onset = StartNs + (3 * DayNs) + (30 * MinuteNs);
        Assert.False(budget.Opens(onset, surprise, isStrong: false, series));

        int atOnce = Enumerable.Range(1, 29).Count(i => budget.Opens(onset + (i * 10 * Clock.NsPerSecond), surprise, isStrong: false, series));
        Assert.InRange(atOnce, 15, 29);

        // Those that came before it was clear are told of again within the minute.
        Assert.True(budget.OpensLate(onset + (6 * MinuteNs), surprise, isStrong: false, isCertain: false, series));
    }

    [Fact]
    public void Opens_HoursOfAnIncident_DoNotRaiseTheBar()
    {
        const int Estate = 2_000;
        AlarmBudget calm = new(1);
        AlarmBudget ill = new(1);
        Quiet(calm, new Random(8), Estate, 40, 0, 5);
        Quiet(ill, new Random(8), Estate, 40, 0, 5);
        for (int i = 0; i < 500; i++)
        {
            ill.Opens(StartNs + (5 * DayNs) + (i * 12 * Clock.NsPerSecond), 6, isStrong: false, Estate);
        }

        Quiet(calm, new Random(9), Estate, 40, 6, 9);
        Quiet(ill, new Random(9), Estate, 40, 6, 9);
        long now = StartNs + (9 * DayNs);
        Assert.True(calm.Opens(now, 6, isStrong: false, Estate));
        Assert.True(ill.Opens(now, 6, isStrong: false, Estate));
    }

    [Fact]
    public void Opens_UnrestThatStays_IsHeldBackAfterADay()
    {
        const int Estate = 2_000;
        AlarmBudget budget = new(1);
        Random random = new(10);
        Quiet(budget, random, Estate, 10, 0, 7);
        Quiet(budget, random, Estate, 1_000, 7, 8);
        Assert.InRange(Quiet(budget, random, Estate, 1_000, 8, 10), 1, 2 * (AlarmBudget.AlwaysADay + 2));
    }

    [Fact]
    public void Opens_FirstMinutesOfASmallEstate_PassTheFirstThreeAndWhatFollowsAtOnce()
    {
        AlarmBudget budget = new(1);
        Assert.All(Enumerable.Range(0, 8), i => Assert.True(budget.Opens(StartNs + (i * 5 * Clock.NsPerSecond), 1.5, isStrong: false, 200)));
    }

    [Fact]
    public void Opens_StrongOnTheFirstDayOfASmallEstate_PassesAfterTheFirstThree()
    {
        const int Estate = 400;
        AlarmBudget budget = new(1);
        Assert.All(Enumerable.Range(0, 3), i => Assert.True(budget.Opens(StartNs + (i * 20 * MinuteNs), 2.5, isStrong: false, Estate)));
        Assert.False(budget.Opens(StartNs + (60 * MinuteNs), 3.4, isStrong: false, Estate));
        Assert.True(budget.Opens(StartNs + (80 * MinuteNs), 3.4, isStrong: true, Estate));
    }

    [Fact]
    public void OpensLate_HasBecomeStrong_Passes()
    {
        const int Estate = 400;
        AlarmBudget budget = new(1);
        Assert.All(Enumerable.Range(0, 3), i => Assert.True(budget.Opens(StartNs + (i * 20 * MinuteNs), 2.5, isStrong: false, Estate)));
        Assert.False(budget.Opens(StartNs + (60 * MinuteNs), 2.5, isStrong: false, Estate));
        Assert.False(budget.OpensLate(StartNs + (61 * MinuteNs), 2.6, isStrong: false, isCertain: false, Estate));
        Assert.True(budget.OpensLate(StartNs + (62 * MinuteNs), 2.7, isStrong: true, isCertain: false, Estate));
        Assert.Equal(0, budget.HeldLastDay);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(30_000)]
    public void Opens_StrongAllDay_PassUpToTenOrTheBudget(int series)
    {
        AlarmBudget budget = new(1);
        Quiet(budget, new Random(17), series, 40, 0, 2);
        int passed = Enumerable.Range(0, 96).Count(i => budget.Opens(StartNs + (2 * DayNs) + (i * 15 * MinuteNs), 2.5, isStrong: true, series));
        Assert.InRange(passed, 5, Math.Max(AlarmBudget.StrongADay, series / 1_000) + 1); // what passed on the day before counts until its hour is over
    }

    [Fact]
    public void OpensLate_Certain_PassesAndIsNoLongerCountedAsHeldBack()
    {
        AlarmBudget budget = new(1);
        Quiet(budget, new Random(11), 10_000, 40, 0, 3);
        int before = budget.HeldLastDay;
        long now = StartNs + (3 * DayNs);
        Assert.False(budget.Opens(now, 1, isStrong: false, 10_000));
        Assert.False(budget.OpensLate(now + MinuteNs, 1.2, isStrong: false, isCertain: false, 10_000));
        Assert.True(budget.OpensLate(now + (2 * MinuteNs), 1.2, isStrong: false, isCertain: true, 10_000));
        Assert.InRange(before, 300, 450);
        Assert.InRange(budget.HeldLastDay, before - 30, before); // the oldest hour has gone out
    }

    [Fact]
    public void TryRestore_Saved_AnswersAsWithoutTheRestart()
    {
        AlarmBudget unbroken = new(1);
        Quiet(unbroken, new Random(12), 10_000, 40, 0, 3);
        AlarmBudget restored = new(1);
        byte[] saved = unbroken.Save();
        Assert.True(restored.TryRestore(saved, StartNs + (3 * DayNs)));
        Assert.Equal(saved, restored.Save());

        // At first many at once, so that the last ten minutes count.
        Random surprises = new(13);
        foreach (int i in Enumerable.Range(1, 100))
        {
            double surprise = 6 * surprises.NextDouble();
            long now = StartNs + (3 * DayNs) + (i * i * 10 * Clock.NsPerSecond);
            Assert.Equal(unbroken.Opens(now, surprise, isStrong: false, 10_000), restored.Opens(now, surprise, isStrong: false, 10_000));
        }
    }

    [Fact]
    public void TryRestore_OldOrDamaged_BeginsAnew()
    {
        AlarmBudget budget = new(1);
        Quiet(budget, new Random(14), 1_000, 40, 0, 1);
        byte[] saved = budget.Save();
        Assert.False(new AlarmBudget(1).TryRestore(saved, StartNs + (3 * DayNs)));
        Assert.All([0, 3, 100, saved.Length - 1], length => Assert.False(new AlarmBudget(1).TryRestore(saved[..length], StartNs + DayNs)));
        saved[0]++;
        Assert.False(new AlarmBudget(1).TryRestore(saved, StartNs + DayNs));
    }

    [Fact]
    public void Opens_AnyEstateAndTime_TakesNoMemory()
    {
        AlarmBudget budget = new(1);
        Quiet(budget, new Random(15), 100, 40, 0, 1);

        // The runtime books what is left of a thread's buffer when a collection, of any test, comes between: the least of some rounds counts.
        long least = Enumerable.Range(0, 5).Min(_ => Opened(budget));

        Assert.Equal(0, least);
        Assert.True(budget.HeldLastDay >= 0);

        static long Opened(AlarmBudget budget)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 5_000; i++)
            {
                budget.Opens(StartNs + (i * 7 * MinuteNs) - (i % 3 * DayNs), i % 40, isStrong: false, 100 + i);
            }

            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    [Theory]
    [InlineData(0, 5, 1, 0)]
    [InlineData(1_000, 5, 1, 3)]
    [InlineData(1_000, 500, 1, 5)]
    [InlineData(1_000, 500, 2, 10)]
    [InlineData(0.5, 1, 1, 0)]
    public void Of_RarityAndDistance_AddAsPowersTimesTheImportance(double returnSamples, double score, double importance, double surprise) =>
        Assert.Equal(surprise, Surprise.Of(AnomalyOf(AnomalyKind.OutOfRange, 1, returnSamples, score), new EntityImportance(importance)), 9);

    [Fact]
    public void Opens_ImportantEntity_PassesWhereAUsualOneIsHeldBack()
    {
        AlarmBudget budget = new(1);
        Quiet(budget, new Random(16), 10_000, 40, 0, 3);
        Anomaly anomaly = AnomalyOf(AnomalyKind.OutOfRange, 1, 1_000, 10);
        Assert.False(budget.Opens(StartNs + (3 * DayNs), Surprise.Of(anomaly, EntityImportance.Usual), isStrong: false, 10_000));
        Assert.True(budget.Opens(StartNs + (3 * DayNs), Surprise.Of(anomaly, new EntityImportance(2)), isStrong: false, 10_000));
    }

    [Fact]
    public void IsCertain_SilenceBoundsAndSeriesThatAreAlwaysToldOf()
    {
        Anomaly usual = AnomalyOf(AnomalyKind.OutOfRange, 80, 1_000, 10);
        Assert.False(Surprise.IsCertain(usual, SeriesRule.Default));
        Assert.True(Surprise.IsCertain(AnomalyOf(AnomalyKind.Silence, 80, 0, 10), SeriesRule.Default));
        Assert.True(Surprise.IsCertain(usual, SeriesRule.Default with { Upper = 79 }));
        Assert.False(Surprise.IsCertain(usual, SeriesRule.Default with { Upper = 90 }));
        Assert.True(Surprise.IsCertain(usual, SeriesRule.Default with { Lower = 81 }));
        Assert.True(Surprise.IsCertain(usual, SeriesRule.Default with { Mode = RuleMode.Always }));
    }

    /// <summary>Openings at random, rare ones a tenth as often each power from 2.5 on; how many passed.</summary>
    private static int Quiet(AlarmBudget budget, Random random, int series, double perThousandAndDay, int fromDay, int toDay)
    {
        int passed = 0;
        double perMinute = series / 1_000.0 * perThousandAndDay / (24 * 60);
        for (long minute = fromDay * 24L * 60; minute < toDay * 24L * 60; minute++)
        {
            for (int i = Signals.Poisson(random, perMinute); i > 0; i--)
            {
                double surprise = 2.5 - Math.Log10(1 - random.NextDouble());
                passed += budget.Opens(StartNs + (minute * MinuteNs), surprise, isStrong: false, series) ? 1 : 0;
            }
        }

        return passed;
    }

    private static Anomaly AnomalyOf(AnomalyKind kind, double observed, double returnSamples, double score) => new()
    {
        Id = "0000000000000001",
        Series = Labels.Create([new Label(Labels.MetricName, "x")]),
        Entity = new EntityId("host/a"),
        Kind = kind,
        Direction = AnomalyDirection.Up,
        StartNs = StartNs,
        LastNs = StartNs,
        Score = score,
        Observed = observed,
        Expected = 50,
        Lower = 40,
        Upper = 60,
        LearntSamples = 1_000,
        ReturnSamples = returnSamples,
        Severity = Severity.Info,
    };
}
