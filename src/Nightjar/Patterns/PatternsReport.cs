using Nightjar.Core.Detection.Logs;
using Nightjar.Core.Telemetry;
using Nightjar.Core.Telemetry.Logs;
using Nightjar.Core.Telemetry.Patterns;
using Nightjar.Evaluation.Logs;

namespace Nightjar.Commands.Patterns;

/// <summary>The answer of <c>patterns --json</c>. Fields are added, never renamed. The counts of the patterns, shown and not, add up to <paramref name="Records"/>.</summary>
internal sealed record PatternsReport(
    long Lines,
    long Records,
    long HeldRecords,
    long CutLines,
    long TimedRecords,
    DateTimeOffset? First,
    DateTimeOffset? Last,
    int PatternCount,
    int UnusualCount,
    long HiddenRecords,
    IReadOnlyList<ReportedPattern> Patterns)
{
    public static PatternsReport Of(LogMining mining, int top)
    {
        IReadOnlyDictionary<int, LogHistory> histories = mining.Histories;
        ILookup<int, LogSignal> signals = mining.Signals.ToLookup(signal => signal.PatternId);
        List<ReportedPattern> patterns =
        [
            .. mining.Patterns
                .Select(pattern => ReportedPattern.Of(pattern, histories.GetValueOrDefault(pattern.Id), mining.Records, [.. signals[pattern.Id]]))
                .OrderByDescending(pattern => pattern.Unusual.Count > 0 ? pattern.Unusual.Max(one => one.Score) : -1)
                .ThenByDescending(pattern => pattern.Count),
        ];
        int shown = top == 0 ? patterns.Count : Math.Min(top, patterns.Count);
        return new PatternsReport(
            mining.Lines,
            mining.Records,
            mining.Held,
            mining.CutLines,
            mining.All.TimedCount,
            mining.All.TimedCount > 0 ? Clock.ToTime(mining.All.FirstNs) : null,
            mining.All.TimedCount > 0 ? Clock.ToTime(mining.All.LastNs) : null,
            patterns.Count,
            patterns.Count(pattern => pattern.Unusual.Count > 0),
            patterns.Skip(shown).Sum(pattern => pattern.Count),
            patterns[..shown]);
    }
}

/// <summary>One pattern of the report.</summary>
internal sealed record ReportedPattern(
    int Id,
    string Template,
    long Count,
    double Share,
    string Level,
    int Severity,
    string Example,
    DateTimeOffset? First,
    DateTimeOffset? Last,
    IReadOnlyList<ReportedSignal> Unusual)
{
    public static ReportedPattern Of(LogPattern pattern, LogHistory? history, long records, IReadOnlyList<LogSignal> signals)
    {
        bool isTimed = history is { TimedCount: > 0 };
        byte severity = history?.Severity ?? LogSeverity.Unknown;
        return new ReportedPattern(
            pattern.Id,
            pattern.Template,
            pattern.Count,
            pattern.Count / (double)records,
            LogSeverity.Name(severity),
            severity,
            pattern.Example,
            isTimed ? Clock.ToTime(history!.FirstNs) : null, // isTimed says that there is one
            isTimed ? Clock.ToTime(history!.LastNs) : null,
            [.. signals.Select(ReportedSignal.Of)]);
    }
}

/// <summary>What is unusual about a pattern.</summary>
internal sealed record ReportedSignal(string Kind, DateTimeOffset? Since, DateTimeOffset? Until, double Score, string Evidence)
{
    public static ReportedSignal Of(LogSignal signal) => new(
        System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(signal.Kind.ToString()),
        signal.SinceNs is { } since ? Clock.ToTime(since) : null,
        signal.UntilNs is { } until ? Clock.ToTime(until) : null,
        signal.Score,
        signal.Evidence);
}
