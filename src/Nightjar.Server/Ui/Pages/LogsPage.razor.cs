using Microsoft.AspNetCore.Components;
using Nightjar.Core.Telemetry;
using Nightjar.Server.Ui.Controls;
using Nightjar.Server.Ui.Queries;
using Nightjar.Storage.Telemetry.Logs;

namespace Nightjar.Server.Ui.Pages;

/// <summary>Log lines, their patterns and their number, by one search.</summary>
public sealed partial class LogsPage
{
    // More than anybody reads at once; the search narrows, and older ones are a click away.
    private const int LinesOfAPage = 200;
    private const int MostPatterns = 200;

    // A line of a list shows no more of a message; the whole stands in its detail.
    private const int MostShown = 400;
    private const string Files = "ingestion:\n  logs:\n    files:\n      - path: /var/log/*.log";

    private static readonly IReadOnlyList<FilterOption> Views = [new(null, "all"), new("new", "what is new")];

    private LogPage _page = new([], null);
    private LogHistogram _histogram = new(default, 1, []);
    private IReadOnlyList<PatternLines> _patterns = [];
    private IReadOnlyList<LogPatternRow> _rows = [];
    private LogEntry? _open;
    private string? _problem;

    [Inject]
    private LogsQuery Query { get; set; } = null!; // set by the framework before anything runs

    private bool IsDiff => Url["view"] == "new";

    private IReadOnlyList<KeyValuePair<string, string?>> Filters => [new("q", Url["q"]), new("pattern", Url["pattern"]), new("view", Url["view"])];

    /// <inheritdoc />
    protected override async Task LoadAsync()
    {
        TimeRange range = Url.Range;
        string text = Url["q"] ?? "";
        if (!Query.TryRead(text, range, out LogQuery? all, out _problem)
            // In front: a text whose closing quote is still missing goes to the end of all that follows.
            || !Query.TryRead(Url["pattern"] is { } pattern ? $"pattern:{pattern} {text}" : text, range, out LogQuery? lines, out _problem))
        {
            return; // what was found before stays
        }

        // What cannot be read in a URL is as if it were not there.
        LogCursor? after = LogCursorText.TryParse(Url["after"] ?? "", out LogCursor? place) ? place : null;
        _page = await Query.SearchAsync(lines with { After = after }, LinesOfAPage, Left);
        _histogram = await Query.HistogramAsync(lines, Left);
        if (IsDiff)
        {
            _rows = [.. (await Query.DiffAsync(all, LogRanges.Before(range), Left)).Select(LogPatternRow.Of)];
            return;
        }

        _patterns = await Query.PatternsAsync(all, Left);
        _rows = [.. _patterns.Select(LogPatternRow.Of)];
    }

    private static string FirstLineOf(string message)
    {
        int end = message.IndexOf('\n', StringComparison.Ordinal);
        string first = end < 0 ? message : message[..end];
        return first.Length <= MostShown ? first : first[..MostShown] + "…";
    }

    private void Toggle(LogEntry line) => _open = line == _open ? null : line;

    private void AnyPattern() => Url.Set("pattern");

    private void Pick(string id) => Url.Set("pattern", Url["pattern"] == id ? null : id);

    private void Older() => Url.Set("after", LogCursorText.Of(_page.Next));

    private void Newest() => Url.Set("after");

    /// <summary>A range that stands still is a tail that pauses, and can be sent to somebody.</summary>
    private void Stop() => Url.SetRange(RangeChoice.Between(Url.Range.FromNs, Url.Range.ToNs));
}
