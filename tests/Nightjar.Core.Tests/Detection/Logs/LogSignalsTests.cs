using Nightjar.Core.Detection.Logs;
using Nightjar.Core.Telemetry.Logs;

namespace Nightjar.Core.Tests.Detection.Logs;

public sealed class LogSignalsTests
{
    [Fact]
    public void Find_TwelveSteadyDays_HardlyAnythingIsUnusual()
    {
        // The goal is one false signal in a day at most; here it is one in twelve.
        List<string> found = [.. Enumerable.Range(1, 12).SelectMany(seed => WrittenLog.Steady(seed).Signals()).Select(one => $"{one.Template}: {one.Signal.Evidence}")];

        Assert.True(found.Count <= 1, string.Join('\n', found));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Find_BurstOfFiveMinutes_IsToldWithItsTime(int seed)
    {
        WrittenLog log = WrittenLog.Steady(seed);
        log.Poisson(50_400, 50_700, perHour: 1_200, LogSeverity.Info, i => $"request page took {i % 90} ms");

        (string template, LogSignal signal) = Assert.Single(log.Signals());

        Assert.Equal((LogSignalKind.Burst, "request page took <num> ms"), (signal.Kind, template));
        Assert.StartsWith("burst: ", signal.Evidence, StringComparison.Ordinal);
        Assert.Contains("its usual rate", signal.Evidence, StringComparison.Ordinal);
        Assert.Contains("03-10 1", signal.Evidence, StringComparison.Ordinal);
        Assert.InRange(signal.SinceNs!.Value % (86_400L * 1_000_000_000) / 1_000_000_000, 50_400 - 1_024, 50_700);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Find_HeartbeatStops_HasGoneQuiet(int seed)
    {
        WrittenLog log = WrittenLog.Steady(seed);
        log.Drop(82_800, WrittenLog.Day, "heartbeat sent");

        (string template, LogSignal signal) = Assert.Single(log.Signals());

        Assert.Equal((LogSignalKind.Silent, "heartbeat sent", null), (signal.Kind, template, signal.UntilNs));
        Assert.StartsWith("gone quiet since 03-10 2", signal.Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public void Find_HeartbeatPausesAndComesBack_WasQuiet()
    {
        WrittenLog log = WrittenLog.Steady(4);
        log.Drop(40_000, 44_000, "heartbeat sent");

        (_, LogSignal signal) = Assert.Single(log.Signals());

        Assert.Equal(LogSignalKind.Silent, signal.Kind);
        Assert.StartsWith("was quiet from 03-10 11:", signal.Evidence, StringComparison.Ordinal);
        Assert.NotNull(signal.UntilNs);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Find_ErrorThatNeverWasBefore_IsNew(int seed)
    {
        WrittenLog log = WrittenLog.Steady(seed);
        log.Poisson(80_000, WrittenLog.Day, perHour: 12, LogSeverity.Error, i => $"connection to db-{i % 3} refused after {i} tries");

        List<(string Template, LogSignal Signal)> found = [.. log.Signals()];

        Assert.All(found, one => Assert.StartsWith("connection to", one.Template, StringComparison.Ordinal));
        Assert.Contains(found, one => one.Signal.Kind == LogSignalKind.New && one.Signal.Evidence.StartsWith("new: first at 03-10 22:", StringComparison.Ordinal));
    }

    [Fact]
    public void Find_OneFatal_IsRareAndSevere()
    {
        WrittenLog log = WrittenLog.Steady(5);
        log.Write(30_000, LogSeverity.Unknown, "kernel panic - not syncing");
        log.Write(31_000, LogSeverity.Info, "no error in the report of today");

        (string template, LogSignal signal) = Assert.Single(log.Signals());

        Assert.Equal((LogSignalKind.RareAndSevere, "kernel panic - not syncing"), (signal.Kind, template));
        Assert.StartsWith("rare and severe: 1 of ", signal.Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public void Find_NumberFarAboveAllBefore_IsOutOfRange()
    {
        WrittenLog log = WrittenLog.Steady(6);
        log.Write(60_000, LogSeverity.Info, "request took 45000 ms");

        (_, LogSignal signal) = Assert.Single(log.Signals());

        Assert.Equal(LogSignalKind.ValueOutOfRange, signal.Kind);
        Assert.StartsWith("value out of range: number 1 was 45000 at 03-10 16:40; of ", signal.Evidence, StringComparison.Ordinal);
        Assert.EndsWith("none was above 89", signal.Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public void Find_ShortLog_JudgesNoTimes()
    {
        WrittenLog log = new(1);
        log.Poisson(0, 100, perHour: 3_600, LogSeverity.Info, i => $"request {i}");
        log.Poisson(90, 100, perHour: 36_000, LogSeverity.Error, i => $"refused {i}");

        Assert.Empty(log.Signals());
    }
}
