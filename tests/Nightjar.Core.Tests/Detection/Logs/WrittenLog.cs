using System.Globalization;
using System.Text;
using Nightjar.Core.Detection.Logs;
using Nightjar.Core.Telemetry;
using Nightjar.Core.Telemetry.Logs;
using Nightjar.Core.Telemetry.Patterns;

namespace Nightjar.Core.Tests.Detection.Logs;

/// <summary>A day of a steady service's log, with what a test writes into it, as mined.</summary>
internal sealed class WrittenLog(int seed)
{
    public const int Day = 86_400;
    private static readonly long StartNs = DateTimeOffset.Parse("2026-03-10T00:00:00Z", CultureInfo.InvariantCulture).ToUnixNs();
    private readonly Random _random = new(seed);
    private readonly List<(double Second, byte Severity, string Message)> _records = [];

    /// <summary>Requests by Poisson's law, a heartbeat each minute, a batch each hour, rare messages, a few warnings.</summary>
    public static WrittenLog Steady(int seed)
    {
        WrittenLog log = new(seed);
        for (int kind = 0; kind < 20; kind++)
        {
            string name = string.Concat(Enumerable.Repeat(" page", kind)); // of different length, so that they stay different patterns
            log.Poisson(0, Day, perHour: 400.0 / (1 + (kind * kind)), kind == 7 ? LogSeverity.Warn : LogSeverity.Info, i => $"request{name} took {i % 90} ms");
        }

        for (int second = 0; second < Day; second += 60)
        {
            log.Write(second + log._random.NextDouble(), LogSeverity.Info, "heartbeat sent");
        }

        for (int hour = 0; hour < 24; hour++)
        {
            for (int i = 0; i < 40 + log._random.Next(20); i++)
            {
                log.Write((hour * 3_600) + 120 + i, LogSeverity.Info, $"archived part {i} of the hour");
            }
        }

        return log;
    }

    public void Write(double second, byte severity, string message) => _records.Add((second, severity, message));

    public void Poisson(double from, double to, double perHour, byte severity, Func<int, string> message)
    {
        int i = 0;
        for (double at = from; (at -= Math.Log(1 - _random.NextDouble()) * 3_600 / perHour) < to; i++)
        {
            Write(at, severity, message(i));
        }
    }

    /// <summary>Takes out what was written of a message in some seconds.</summary>
    public void Drop(double from, double to, string message) => _records.RemoveAll(one => one.Second >= from && one.Second < to && one.Message == message);

    public IReadOnlyList<(string Template, LogSignal Signal)> Signals()
    {
        PatternMiner miner = new();
        LogHistories histories = new(miner);
        foreach ((double second, byte severity, string message) in _records.OrderBy(one => one.Second))
        {
            LogLine line = default;
            line.TimeNs = StartNs + (long)(second * Clock.NsPerSecond);
            line.Severity = severity;
            line.Body = Encoding.UTF8.GetBytes(message);
            histories.Add(miner.Add(line.Body), line);
        }

        LogPattern[] patterns = [.. miner.Patterns];
        Assert.Equal(_records.Count, patterns.Sum(pattern => pattern.Count));
        Assert.All(patterns, pattern => Assert.Equal(pattern.Count, histories.ByPattern()[pattern.Id].Count));
        return [.. LogSignals.Find(patterns, histories).Select(signal => (patterns.Single(pattern => pattern.Id == signal.PatternId).Template, signal))];
    }
}
