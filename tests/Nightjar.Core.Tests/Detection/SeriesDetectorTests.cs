using FsCheck;
using FsCheck.Fluent;
using Nightjar.Core.Detection;
using Nightjar.Core.Telemetry;

namespace Nightjar.Core.Tests.Detection;

public sealed class SeriesDetectorTests
{
    [Fact]
    public void Score_FirstHour_LearnsForSixtySamples()
    {
        SeriesDetector detector = New();
        Random random = new(1);
        Verdict[] verdicts = [.. Enumerable.Range(0, 61).Select(i => detector.Score(Signals.TimeNs(i), random.NextDouble()))];

        Assert.All(verdicts[..60], verdict => Assert.Equal(VerdictState.Learning, verdict.State));
        Assert.Equal(VerdictState.Normal, verdicts[60].State);
    }

    [Fact]
    public void Score_SixtySamplesWithinASecond_StillLearnsForAMinute()
    {
        SeriesDetector detector = New();
        for (int i = 0; i < 600; i++)
        {
            Assert.Equal(VerdictState.Learning, detector.Score(Signals.StartNs + (i * 10_000_000L), i % 7).State);
        }
    }

    [Theory]
    [InlineData(20)]
    [InlineData(-20)]
    [InlineData(1_000)]
    public void Score_Step_IsAbnormalAtOnceAndRelearntWithinTwoHours(double spreads)
    {
        (SeriesDetector detector, Random random, int i) = Learnt(hours: 2);

        Verdict first = detector.Score(Signals.TimeNs(i++), 100 + spreads);
        Assert.Equal(VerdictState.Abnormal, first.State);
        Assert.InRange(first.Expected, 99.5, 100.5);
        Assert.InRange(Math.Abs(first.Z), Math.Abs(spreads) * 0.4, Math.Abs(spreads) * 1.2);

        Verdict last = first;
        for (int until = i + (2 * Signals.PerHour); i < until; i++)
        {
            last = detector.Score(Signals.TimeNs(i), 100 + spreads + Signals.Normal(random));
        }

        Assert.Equal(VerdictState.Normal, last.State);
        Assert.InRange(last.Expected, 98 + spreads, 102 + spreads);
    }

    [Fact]
    public void Score_Spike_HardlyMovesWhatIsExpected()
    {
        (SeriesDetector detector, _, int i) = Learnt(hours: 2);
        Verdict before = detector.Score(Signals.TimeNs(i++), 100);
        detector.Score(Signals.TimeNs(i++), 1e9);
        Verdict after = detector.Score(Signals.TimeNs(i), 100);

        Assert.InRange(Math.Abs(after.Expected - before.Expected), 0, 0.1);
        Assert.InRange(after.Upper - after.Lower, 0.9 * (before.Upper - before.Lower), 1.1 * (before.Upper - before.Lower));
    }

    [Fact]
    public void Score_SlowDrift_StaysNormal()
    {
        SeriesDetector detector = New();
        Random random = new(3);
        for (int i = 0; i < Signals.PerDay; i++)
        {
            Assert.NotEqual(VerdictState.Abnormal, detector.Score(Signals.TimeNs(i), 100 + (i * 0.05) + Signals.Normal(random)).State);
        }
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(3.25e-9, 9e-9)]
    [InlineData(7.5e14, 9e14)]
    [InlineData(-12.5, 12.5)]
    public void Score_ConstantThatChanges_IsAbnormal(double constant, double changed)
    {
        SeriesDetector detector = New();
        for (int i = 0; i < 200; i++)
        {
            Verdict verdict = detector.Score(Signals.TimeNs(i), constant);
            Assert.NotEqual(VerdictState.Abnormal, verdict.State);
            Assert.Equal(constant, verdict.Expected);
        }

        Assert.Equal(VerdictState.Abnormal, detector.Score(Signals.TimeNs(200), changed).State);
    }

    [Fact]
    public void Score_UpFallsTwice_IsAbnormalBothTimes()
    {
        SeriesDetector detector = New();
        int abnormal = 0;
        for (int i = 0; i < 1_000; i++)
        {
            bool down = i is >= 300 and < 310 or >= 700 and < 710;
            abnormal += detector.Score(Signals.TimeNs(i), down ? 0 : 1).State == VerdictState.Abnormal ? 1 : 0;
        }

        Assert.Equal(20, abnormal);
    }

    [Fact]
    public void Score_CountThatGrowsByOne_StaysNormal()
    {
        SeriesDetector detector = New();
        for (int i = 0; i < 1_000; i++)
        {
            Assert.NotEqual(VerdictState.Abnormal, detector.Score(Signals.TimeNs(i), 40 + (i / 300)).State);
        }
    }

    [Fact]
    public void Score_IdleProcessorAtNinetyPercent_IsAbnormalEvenRightAfterWarmUp()
    {
        SeriesDetector detector = new(DetectorOptions.Default, SeriesScale.Of("system_cpu_utilization", "1", ""));
        Random random = new(5);
        for (int i = 0; i < 62; i++)
        {
            detector.Score(Signals.TimeNs(i), 0.02 + (0.02 * random.NextDouble()));
        }

        Verdict verdict = detector.Score(Signals.TimeNs(62), 0.9);
        Assert.Equal(VerdictState.Abnormal, verdict.State);
        Assert.InRange(verdict.Upper, 0.05, 0.4);
        Assert.InRange(verdict.Lower, 0, 0.03);
    }

    // A processor at 8 % that is at 88 % for nine minutes, twice.
    [Theory]
    [InlineData(3)]
    [InlineData(40)]
    [InlineData(90)]
    public void Score_SecondFaultLikeTheFirst_IsAbnormal(int minutesBetween)
    {
        SeriesDetector detector = new(DetectorOptions.Default, SeriesScale.Of("system_cpu_utilization", "1", ""));
        Random random = new(5);
        int again = 854 + (6 * minutesBetween);
        List<VerdictState> second = [];
        for (int i = 0; i < again + 10; i++)
        {
            bool fault = i is >= 800 and < 854 || i >= again;
            double value = fault ? 0.88 + (0.01 * Signals.Normal(random)) : 0.08 * Math.Exp(0.5 * Signals.Normal(random));
            VerdictState said = detector.Score(Signals.TimeNs(i), value).State;
            if (i >= again)
            {
                second.Add(said);
            }
        }

        // The first sample alone may still lie in the tail of such noise; the second does not, and two make an anomaly as before.
        Assert.All(second[1..], said => Assert.Equal(VerdictState.Abnormal, said));
    }

    [Fact]
    public void Score_NightJobEachDay_IsExpectedByTheHourProfile()
    {
        SeriesDetector detector = New();
        Random random = new(6);
        int abnormalOnFifthDay = 0;
        double expectedAtThree = 0;
        for (int i = 0; i < 5 * Signals.PerDay; i++)
        {
            int hour = i / Signals.PerHour % 24;
            double value = (hour is >= 2 and < 5 ? 500 : 100) + Signals.Normal(random);
            Verdict verdict = detector.Score(Signals.TimeNs(i), value);
            bool fifth = i >= 4 * Signals.PerDay;
            abnormalOnFifthDay += fifth && verdict.State == VerdictState.Abnormal ? 1 : 0;
            expectedAtThree = fifth && i % Signals.PerDay == (3 * Signals.PerHour) + (Signals.PerHour / 2) ? verdict.Expected : expectedAtThree;
        }

        Assert.Equal(0, abnormalOnFifthDay);
        Assert.InRange(expectedAtThree, 450, 550);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    [InlineData(double.MaxValue)]
    public void Score_NoNumber_IsNotLearnt(double value)
    {
        (SeriesDetector detector, _, int i) = Learnt(hours: 1);
        Verdict before = detector.Score(Signals.TimeNs(i), 100);
        Verdict odd = detector.Score(Signals.TimeNs(i + 1), value);
        Verdict after = detector.Score(Signals.TimeNs(i + 2), 100);

        Assert.Equal(VerdictState.Normal, odd.State);
        Assert.Equal(0, odd.Z);
        Assert.True(double.IsFinite(after.Expected));
        Assert.InRange(after.Expected, before.Expected - 0.5, before.Expected + 0.5);
    }

    [Fact]
    public void Score_AnyDoubles_GivesFiniteNumbers() =>
        Prop.ForAll<double[]>(values =>
        {
            SeriesDetector detector = New();
            long timeNs = Signals.StartNs;
            foreach (double value in values.Concat(values).Concat(values))
            {
                timeNs += 10 * Clock.NsPerSecond;
                Verdict verdict = detector.Score(timeNs, value);
                bool nothingYet = detector.Count == 0;
                Assert.True(nothingYet || (double.IsFinite(verdict.Expected) && double.IsFinite(verdict.Z) && verdict.Lower <= verdict.Upper));
            }
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(1024.0)]
    [InlineData(1 / 1048576.0)]
    [InlineData(1e6)]
    public void Score_ScaledSeries_GivesTheSameVerdicts(double factor) =>
        Prop.ForAll(Gen.Choose(0, 100_000).ToArbitrary(), seed =>
        {
            SeriesDetector one = New();
            SeriesDetector other = New();
            Random random = new(seed);
            for (int i = 0; i < 400; i++)
            {
                double value = Signals.HeavyTailed(random) + (i > 350 ? 40 : 0.5);
                Verdict a = one.Score(Signals.TimeNs(i), value);
                Verdict b = other.Score(Signals.TimeNs(i), value * factor);
                Assert.Equal(a.State, b.State);
                Assert.Equal(a.Z, b.Z, 1e-3 * (1 + Math.Abs(a.Z)));
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(20));

    [Fact]
    public void Score_ShiftedSeries_GivesTheSameZ() =>
        Prop.ForAll(Gen.Choose(0, 100_000).ToArbitrary(), seed =>
        {
            SeriesDetector one = New();
            SeriesDetector other = New();
            Random random = new(seed);
            for (int i = 0; i < 400; i++)
            {
                // Noise of one on levels of ten and twenty: above the floor that is relative to the level, which alone would tell them apart.
                double value = 10 + Signals.Normal(random);
                Verdict a = one.Score(Signals.TimeNs(i), value);
                Verdict b = other.Score(Signals.TimeNs(i), value + 10);
                Assert.True(i < 20 || Math.Abs(a.Z - b.Z) < 1e-3 * (1 + Math.Abs(a.Z)), $"{i}: {a.Z} {b.Z}");
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(20));

    // A mean over half an hour that has taken in one wild sample must not pass for a break of the season afterwards.
    [Fact]
    public void Score_OneWildSampleInASeriesWithADay_IsOneSampleOfNews()
    {
        SeriesDetector detector = New();
        Random random = new(9);
        int abnormal = 0;
        const int PerDay = 1_440;
        const int Wild = 18 * PerDay;
        for (int i = 0; i < Wild + 120; i++)
        {
            double value = 100 + (20 * Math.Sin(2 * Math.PI * i / PerDay)) + Signals.Normal(random) + (i == Wild ? 100 : 0);
            Verdict verdict = detector.Score(Signals.StartNs + (i * 60 * Clock.NsPerSecond), value);
            abnormal += i >= Wild && verdict.State == VerdictState.Abnormal ? 1 : 0;
        }

        Assert.Equal(1, abnormal);
    }

    // Six hours in which the collector was down, and the level went on with the day.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Score_AfterAGap_NothingIsAbnormalAndNothingIsStillOpen(bool openBefore)
    {
        SeriesDetector detector = New();
        Random random = new(10);
        const int PerDay = 1_440;
        const int Gap = (3 * PerDay) + 300;
        int after = 0;
        bool before = false;
        for (int i = 0; i < Gap + 600; i++)
        {
            if (i is >= Gap and < Gap + 360)
            {
                continue;
            }

            double value = 100 + (20 * Math.Sin(2 * Math.PI * i / PerDay)) + Signals.Normal(random) + (openBefore && i is >= Gap - 5 and < Gap ? 100 : 0);
            bool abnormal = detector.Score(Signals.StartNs + (i * 60 * Clock.NsPerSecond), value).State == VerdictState.Abnormal;
            before |= abnormal && i < Gap && i >= Gap - 5;
            after += abnormal && i >= Gap ? 1 : 0;
        }

        Assert.Equal((openBefore, 0), (before, after));
    }

    // Dead for ten minutes on two days: each is told, for as long as it lasts, and nothing else.
    [Fact]
    public void Score_UpThatDiesOnTwoDays_IsAbnormalWhileItIsDownOnly()
    {
        SeriesDetector detector = New();
        int[] deaths = [3 * 1_440, 4 * 1_440];
        int[] abnormal = new int[deaths.Length];
        for (int i = 0; i < 6 * 1_440; i++)
        {
            int death = Array.FindIndex(deaths, start => i >= start && i < start + 10);
            VerdictState said = detector.Score(Signals.StartNs + (i * 60 * Clock.NsPerSecond), death >= 0 ? 0 : 1).State;
            abnormal[Math.Max(0, death)] += said == VerdictState.Abnormal ? 1 : 0;
        }

        Assert.Equal([10, 10], abnormal);
    }

    // A burst of two samples is a habit on the next day, and news again when there was none for two weeks.
    [Fact]
    public void Score_Habit_IsNewsAgainAfterAWeekWithoutIt()
    {
        SeriesDetector detector = New();
        Random random = new(13);
        int[] bursts = [3 * 1_440, 4 * 1_440, 18 * 1_440];
        List<int> told = [];
        for (int i = 0; i < 19 * 1_440; i++)
        {
            bool burst = bursts.Contains(i) || bursts.Contains(i - 1);
            if (detector.Score(Signals.StartNs + (i * 60 * Clock.NsPerSecond), 100 + Signals.Normal(random) + (burst ? 40 : 0)).State == VerdictState.Abnormal)
            {
                told.Add(i);
            }
        }

        Assert.Equal([bursts[0], bursts[0] + 1, bursts[2], bursts[2] + 1], told);
    }

    // A month of nothing, then a burst of two samples every ten minutes.
    [Fact]
    public void Score_FirstFlappingOfACalmSeries_IsNewsOnceAndThenAHabit()
    {
        SeriesDetector detector = New();
        Random random = new(11);
        const int Calm = 30 * 1_440;
        int bursts = 0;
        for (int i = 0; i < Calm + 120; i++)
        {
            bool burst = i >= Calm && i % 10 < 2;
            double value = 100 + Signals.Normal(random) + (burst ? 40 : 0);
            bool abnormal = detector.Score(Signals.StartNs + (i * 60 * Clock.NsPerSecond), value).State == VerdictState.Abnormal;
            bursts += abnormal && burst && i % 10 == 0 ? 1 : 0;
        }

        Assert.Equal(1, bursts);
    }

    [Fact]
    public void Score_Warm_AllocatesNothing()
    {
        (SeriesDetector detector, _, int i) = Learnt(hours: 1);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int n = 0; n < 10_000; n++)
        {
            detector.Score(Signals.TimeNs(i + n), n % 17);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static SeriesDetector New() => new(DetectorOptions.Default, SeriesScale.Unknown);

    /// <summary>A detector that knows a level of 100 with a spread of 1.</summary>
    private static (SeriesDetector Detector, Random Random, int Next) Learnt(int hours)
    {
        SeriesDetector detector = New();
        Random random = new(2);
        int i = 0;
        for (; i < hours * Signals.PerHour; i++)
        {
            detector.Score(Signals.TimeNs(i), 100 + Signals.Normal(random));
        }

        return (detector, random, i);
    }
}
