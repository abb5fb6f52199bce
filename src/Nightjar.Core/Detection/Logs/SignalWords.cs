using System.Globalization;
using Nightjar.Core.Telemetry;
using Nightjar.Core.Telemetry.Logs;

namespace Nightjar.Core.Detection.Logs;

/// <summary>Puts what was found into numbers people can check.</summary>
internal sealed class SignalWords(LogTimeline timeline)
{
    // A surprise beyond 1 in 10^50 is no greater one to a reader.
    private const double MostDigits = 50;

    private readonly bool _hasDays = timeline.Length * timeline.WidthNs > TimeSpan.FromHours(20).Ticks * Clock.NsPerTick;

    public LogSignal Of(LogSurprise one) => one.Kind switch
    {
        LogSignalKind.New => New(one),
        LogSignalKind.Burst => Burst(one),
        _ => Silence(one),
    };

    public LogSignal Rare(int pattern, LogHistory history, long records, byte severity)
    {
        long? since = history.TimedCount > 0 ? history.FirstNs : null;
        string when = since is null ? "" : history.Count == 1 ? $", at {Time(history.FirstNs)}" : $", last at {Time(history.LastNs)}";
        return new LogSignal(
            pattern, LogSignalKind.RareAndSevere, since, history.TimedCount > 0 ? history.LastNs : null, Score(Math.Log10(records / (double)history.Count), severity),
            string.Create(CultureInfo.InvariantCulture, $"rare and severe: {history.Count} of {records:N0} records{when}"));
    }

    public LogSignal Value(int pattern, int number, NumberSlot slot, byte severity)
    {
        string when = slot.TimeNs is { } timeNs ? $" at {Time(timeNs)}" : "";
        return new LogSignal(
            pattern, LogSignalKind.ValueOutOfRange, slot.TimeNs, slot.TimeNs, Score(Math.Log10(slot.Before), severity),
            string.Create(CultureInfo.InvariantCulture, $"value out of range: number {number} was {slot.Value:0.###}{when}; of {slot.Before:N0} before none was above {slot.HighestBefore:0.###}{(slot.Larger > 1 ? $", {slot.Larger:N0} such" : "")}"));
    }

    private LogSignal New(LogSurprise one) => Signal(
        one, one.History.FirstNs, null,
        string.Create(CultureInfo.InvariantCulture, $"new: first at {Time(one.History.FirstNs)}, after {Span(one.FromBucket)} of log without it; {one.Records:N0} since"));

    private LogSignal Burst(LogSurprise one)
    {
        bool hasRate = one.Usual >= 0.5;
        string usual = hasRate ? string.Create(CultureInfo.InvariantCulture, $"×{Rounded(one.Records / one.Usual)} its usual rate, {Rounded(one.Usual)}") : "hardly any at other times";
        return Signal(
            one, timeline.StartNs(one.FromBucket), IsAtEnd(one) ? null : timeline.StartNs(one.ToBucket + 1),
            string.Create(CultureInfo.InvariantCulture, $"burst: {one.Records:N0} {Stretch(one)}, {usual}"));
    }

    private static string Rounded(double number) => number.ToString(number < 10 ? "0.#" : "N0", CultureInfo.InvariantCulture);

    private LogSignal Silence(LogSurprise one)
    {
        string earlier = one.Usual == 0 ? "it came without a pause before" : $"its longest pause before was {Span((int)one.Usual)}";
        return Signal(
            one, timeline.StartNs(one.FromBucket), IsAtEnd(one) ? null : timeline.StartNs(one.ToBucket + 1),
            string.Create(CultureInfo.InvariantCulture, $"{(IsAtEnd(one) ? "gone quiet" : "was quiet")} {Stretch(one)}, {Span(one.ToBucket - one.FromBucket + 1)}; {earlier} ({one.Records:N0} records)"));
    }

    private bool IsAtEnd(LogSurprise one) => one.ToBucket >= timeline.Length - 1;

    private string Stretch(LogSurprise one) => IsAtEnd(one)
        ? $"since {Time(timeline.StartNs(one.FromBucket))}"
        : $"from {Time(timeline.StartNs(one.FromBucket))} to {Time(timeline.StartNs(one.ToBucket + 1))}";

    private static LogSignal Signal(LogSurprise one, long sinceNs, long? untilNs, string evidence) =>
        new(one.PatternId, one.Kind, sinceNs, untilNs, Score(-one.LogProbability / Math.Log(10), one.Severity), evidence);

    // An error counts three times what an info does: somebody wrote it because it matters.
    private static double Score(double digits, byte severity) =>
        Math.Min(digits, MostDigits) * (severity >= LogSeverity.Error ? 3 : severity >= LogSeverity.Warn ? 2 : 1);

    private string Time(long timeNs) => Clock.ToTime(timeNs).ToString(_hasDays ? "MM-dd HH:mm" : "HH:mm:ss", CultureInfo.InvariantCulture);

    private string Span(int buckets)
    {
        double seconds = buckets * (double)(timeline.WidthNs / Clock.NsPerSecond);
        return seconds switch
        {
            < 120 => string.Create(CultureInfo.InvariantCulture, $"{seconds:0} s"),
            < 7_200 => string.Create(CultureInfo.InvariantCulture, $"{seconds / 60:0} min"),
            < 172_800 => string.Create(CultureInfo.InvariantCulture, $"{seconds / 3_600:0} h"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{seconds / 86_400:0} days"),
        };
    }
}
