using Nightjar.Core.Telemetry;
using Nightjar.Core.Telemetry.Logs;
using Nightjar.Server.Ui.Queries;

namespace Nightjar.Server.Api.V1;

/// <summary>
/// A pattern in a range of time: its share (0 to 1) of the lines asked for, the highest level of its lines, its first line ever as example, and when its
/// lines of the range begin and end.
/// </summary>
public sealed record LogPatternRecord(
    string Id, string Service, string Template, string Level, long Count, double Share, string Example, DateTimeOffset First, DateTimeOffset Last)
{
    public static LogPatternRecord Of(PatternLines lines, long all) => new(
        lines.Id,
        lines.Service,
        lines.Template,
        LogSeverity.Name(lines.Severity),
        lines.Count,
        lines.Count / (double)all,
        lines.Example,
        Clock.ToTime(lines.FirstNs),
        Clock.ToTime(lines.LastNs));
}

/// <summary>Patterns, most frequent first, and the lines that the counts of all of them add up to.</summary>
public sealed record LogPatternsRecord(long Lines, IReadOnlyList<LogPatternRecord> Items, int? NextOffset);

/// <summary>Lines by time and level; a stretch without lines is absent.</summary>
public sealed record LogHistogramRecord(double StepSeconds, IReadOnlyList<LogCountRecord> Items);

/// <summary>Lines of a level from a time on.</summary>
public sealed record LogCountRecord(DateTimeOffset Start, string Level, long Count);

/// <summary>How a pattern differs between two ranges.</summary>
public sealed record PatternChangeRecord(PatternChangeKind Kind, string Id, string Service, string Template, string Level, string Example, long Before, long Now)
{
    public static PatternChangeRecord Of(PatternChange change) => new(
        change.Kind,
        change.Pattern.Id,
        change.Pattern.Service,
        change.Pattern.Template,
        LogSeverity.Name(change.Pattern.Severity),
        change.Pattern.Example,
        change.Before,
        change.Now);
}
