using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Nightjar.Core.Telemetry;
using Nightjar.Core.Telemetry.Logs;
using Nightjar.Server.Ui.Queries;
using Nightjar.Storage;
using Nightjar.Storage.Telemetry.Logs;

namespace Nightjar.Server.Api.V1;

/// <summary>Log lines, their patterns and their number.</summary>
internal static class LogEndpoints
{
    private const string SearchSays = "Words, \"texts\", /expressions/, level:error, level>=warn, pattern:7.12, trace:ID, name:value; - in front says the opposite.";
    private static readonly TimeSpan StandardRange = TimeSpan.FromHours(1);

    public static void Map(RouteGroupBuilder api)
    {
        RouteGroupBuilder logs = api.MapGroup("/logs").AddEndpointFilter(SayThatTheStoreFailsAsync);
        Describe(logs.MapGet("", LinesAsync), "logs", "The lines of a range of time that fit a search, newest first");
        Describe(logs.MapGet("/patterns", PatternsAsync), "logPatterns", "The patterns of these lines, most frequent first; the counts add up to the lines");
        Describe(logs.MapGet("/histogram", HistogramAsync), "logHistogram", "The number of these lines by time and level");
        Describe(logs.MapGet("/patterns/diff", DiffAsync), "logPatternsDiff", "Which patterns are new, gone, more or fewer than in a range before");
    }

    private static void Describe(RouteHandlerBuilder call, string name, string summary) => call.WithName(name).WithSummary(summary)
        .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static async Task<Results<Ok<LogLinesRecord>, ProblemHttpResult>> LinesAsync(
        LogsQuery logs,
        TimeProvider time,
        [Description(SearchSays)] string? query,
        [AsParameters] RangeRequest range,
        [Description("Most lines in the answer, 1 to 1,000; 100 when absent.")] int? limit,
        [Description("Goes on with older lines; take it from nextCursor.")] string? cursor,
        CancellationToken cancellation)
    {
        PageRequest page = new(limit, null);
        if (!page.IsSound(out ProblemHttpResult? problem) || !TryRead(logs, time, query, range, out LogQuery? asked, out problem))
        {
            return problem;
        }

        LogCursor? after = null;
        if (cursor is not null && !LogCursorText.TryParse(cursor, out after))
        {
            return Refusal.Bad("cursor_unreadable", $"cursor is '{cursor}': take it from nextCursor of an answer.");
        }

        LogPage lines = await logs.SearchAsync(asked with { After = after }, page.Needed - 1, cancellation);
        return TypedResults.Ok(new LogLinesRecord([.. lines.Entries.Select(line => LogRecord.Of(line, logs.PatternOf(line)))], LogCursorText.Of(lines.Next)));
    }

    private static async Task<Results<Ok<LogPatternsRecord>, ProblemHttpResult>> PatternsAsync(
        LogsQuery logs,
        TimeProvider time,
        [Description(SearchSays)] string? query,
        [AsParameters] RangeRequest range,
        [AsParameters] PageRequest page,
        CancellationToken cancellation)
    {
        if (!page.IsSound(out ProblemHttpResult? problem) || !TryRead(logs, time, query, range, out LogQuery? asked, out problem))
        {
            return problem;
        }

        IReadOnlyList<PatternLines> patterns = await logs.PatternsAsync(asked, cancellation);
        long all = patterns.Sum(lines => lines.Count);
        Page<LogPatternRecord> cut = page.Cut(patterns, lines => LogPatternRecord.Of(lines, all));
        return TypedResults.Ok(new LogPatternsRecord(all, cut.Items, cut.NextOffset));
    }

    private static async Task<Results<Ok<LogHistogramRecord>, ProblemHttpResult>> HistogramAsync(
        LogsQuery logs, TimeProvider time, [Description(SearchSays)] string? query, [AsParameters] RangeRequest range, CancellationToken cancellation)
    {
        if (!TryRead(logs, time, query, range, out LogQuery? asked, out ProblemHttpResult? problem))
        {
            return problem;
        }

        LogHistogram histogram = await logs.HistogramAsync(asked, cancellation);
        return TypedResults.Ok(new LogHistogramRecord(
            histogram.StepNs / (double)Clock.NsPerSecond,
            [.. histogram.Counts.Select(count => new LogCountRecord(Clock.ToTime(count.FromNs), LogSeverity.Name(count.Severity), count.Count))]));
    }

    private static async Task<Results<Ok<Page<PatternChangeRecord>>, ProblemHttpResult>> DiffAsync(
        LogsQuery logs,
        TimeProvider time,
        [Description(SearchSays)] string? query,
        [AsParameters] RangeRequest range,
        [Description("Start of the range before; as long a time before start when absent.")] string? beforeStart,
        [Description("End of the range before; start when absent.")] string? beforeEnd,
        [AsParameters] PageRequest page,
        CancellationToken cancellation)
    {
        if (!page.IsSound(out ProblemHttpResult? problem) || !TryRead(logs, time, query, range, out LogQuery? asked, out problem)
            || !new RangeRequest(beforeStart, beforeEnd).TryRead(time, out TimeRange? given, out problem))
        {
            return problem;
        }

        TimeRange standard = LogRanges.Before(asked.Range);
        TimeRange before = new(
            beforeStart is null || given is null ? standard.FromNs : given.Value.FromNs,
            beforeEnd is null || given is null ? standard.ToNs : given.Value.ToNs);
        return before.Duration <= TimeSpan.Zero || asked.Range.Duration <= TimeSpan.Zero
            ? Refusal.Bad("range_empty", "One of the two ranges has no length: give start, end, beforeStart and beforeEnd.")
            : TypedResults.Ok(page.Cut(await logs.DiffAsync(asked, before, cancellation), PatternChangeRecord.Of));
    }

    private static bool TryRead(
        LogsQuery logs, TimeProvider time, string? text, RangeRequest range, [NotNullWhen(true)] out LogQuery? query, [NotNullWhen(false)] out ProblemHttpResult? problem)
    {
        query = null;
        if (!range.TryRead(time, StandardRange, out TimeRange when, out problem))
        {
            return false;
        }

        problem = logs.TryRead(text, when, out query, out string? sentence) ? null : Refusal.Bad("search_unreadable", $"The search cannot be read: {sentence}.");
        return problem is null;
    }

    private static async ValueTask<object?> SayThatTheStoreFailsAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (StorageException failure)
        {
            return Refusal.Unavailable("storage_failed", failure.Message);
        }
    }
}
