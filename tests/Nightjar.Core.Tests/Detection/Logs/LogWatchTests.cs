using Nightjar.Core.Detection.Logs;

namespace Nightjar.Core.Tests.Detection.Logs;

public sealed class LogWatchTests
{
    private const long MinuteNs = 60_000_000_000;

    [Fact]
    public void Tick_SteadyPatternsForThreeDays_TellsNothing()
    {
        LogWatch watch = new();
        Random random = new(7);
        int told = 0;
        for (int minute = 1; minute <= 3 * 1440; minute++)
        {
            for (int pattern = 0; pattern < 30; pattern++)
            {
                AddMany(watch, pattern, Poisson(random, pattern));
            }

            told += watch.Tick(minute * MinuteNs).Count;
        }

        Assert.Equal(0, told);
    }

    [Fact]
    public void Tick_PatternAtTenTimesItsUsual_IsTellingAtTheSecondMinute()
    {
        LogWatch watch = new();
        for (int minute = 1; minute <= 120; minute++)
        {
            AddMany(watch, 1, 4);
            AddMany(watch, 2, 50);
            Assert.Empty(watch.Tick(minute * MinuteNs));
        }

        AddMany(watch, 1, 40);
        AddMany(watch, 2, 50);
        Assert.Empty(watch.Tick(121 * MinuteNs));
        AddMany(watch, 1, 42);
        AddMany(watch, 2, 50);

        LogBurst burst = Assert.Single(watch.Tick(122 * MinuteNs));
        Assert.Equal((1, 120 * MinuteNs, 42), (burst.PatternId, burst.StartNs, burst.Count));
        Assert.Equal(4, burst.Usual, 6);
    }

    [Fact]
    public void Add_MoreThanTheLimit_StaysAtTheLimit()
    {
        LogWatch watch = new(mostPatterns: 2);
        watch.Add(0, 1);
        watch.Add(0, 2);
        _ = watch.Tick(MinuteNs);
        watch.Add(0, 2);
        watch.Add(0, 3);

        Assert.Equal(2, watch.Patterns);
    }

    [Fact]
    public void Add_KnownPattern_AllocatesNothing()
    {
        LogWatch watch = new();
        AddMany(watch, 1, 1000);
        long before = GC.GetAllocatedBytesForCurrentThread();
        AddMany(watch, 1, 1000);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void AddMany(LogWatch watch, int pattern, int count)
    {
        for (int i = 0; i < count; i++)
        {
            watch.Add(0, pattern);
        }
    }

    private static int Poisson(Random random, double mean)
    {
        int count = -1;
        for (double product = 1; product > Math.Exp(-mean); count++)
        {
            product *= random.NextDouble();
        }

        return count;
    }
}
