using Nightjar.Server.Ui.Layout;

namespace Nightjar.Server.Ui.Queries;

/// <summary>A place to go to.</summary>
/// <param name="Kind">page, host, incident, series…</param>
/// <param name="Title">Its name.</param>
/// <param name="Detail">What tells it from others of the name.</param>
/// <param name="Path">Its address without range.</param>
/// <param name="Series">The series to show there, as a selector, or null.</param>
public sealed record GoToItem(string Kind, string Title, string Detail, string Path, string? Series = null)
{
    /// <summary>The pages.</summary>
    public static IReadOnlyList<GoToItem> Pages { get; } =
        [.. PageEntry.All.Select(page => new GoToItem("page", page.Name, $"key {page.Key}", page.Path))];
}
