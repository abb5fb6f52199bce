using MudBlazor;

namespace Nightjar.Server.Ui.Layout;

/// <summary>An entry of the menu: a page a key away.</summary>
/// <param name="Path">Where it leads.</param>
/// <param name="Name">As the menu calls it.</param>
/// <param name="Key">The key that goes there.</param>
/// <param name="Icon">An SVG path of MudBlazor's.</param>
public sealed record PageEntry(string Path, string Name, char Key, string Icon)
{
    /// <summary>The menu, in the order of the questions: is anything wrong, what, where, and then the graphs.</summary>
    public static readonly IReadOnlyList<PageEntry> All =
    [
        new("/", "Overview", 'o', Icons.Material.Outlined.SpaceDashboard),
        new("/incidents", "Incidents", 'i', Icons.Material.Outlined.Emergency),
        new("/anomalies", "Anomalies", 'a', Icons.Material.Outlined.Insights),
        new("/entities", "Entities", 'n', Icons.Material.Outlined.Dns),
        new("/explore", "Explore", 'e', Icons.Material.Outlined.QueryStats),
        new("/explore/logs", "Logs", 'l', Icons.Material.Outlined.Subject),
        new("/settings/sources", "Sources", 's', Icons.Material.Outlined.Sensors),
        new("/settings/rules", "Rules", 'r', Icons.Material.Outlined.Tune),
    ];
}
