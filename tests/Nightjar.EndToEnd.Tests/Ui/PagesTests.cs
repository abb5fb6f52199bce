using Microsoft.Playwright;

namespace Nightjar.EndToEnd.Tests.Ui;

/// <summary>Every page, on a desk and in a hand, dark and light: accessible, without errors, from this server alone, no wider than the screen.</summary>
public class PagesTests(ChromiumFixture chromium)
{
    private static readonly (string Name, string Path)[] Pages =
    [
        ("overview", "/"),
        ("incidents", "/incidents?range=6h"),
        ("anomalies", "/anomalies?range=6h"),
        ("entities", "/entities"),
        ("entity", "/entities/host/web-1"),
        ("explore", $"/explore?q=cpu&s={Uri.EscapeDataString(Estate.BusySeries)}"),
        ("explore-compare", $"/explore?s={Uri.EscapeDataString(Estate.BusySeries)}&s={Uri.EscapeDataString("""process_cpu_utilization_ratio{host_name="web-1",process_executable_name="postgres"}""")}"),
        ("explore-table", $"/explore?view=table&s={Uri.EscapeDataString(Estate.BusySeries)}"),
        ("sources", "/settings/sources"),
        ("rules", "/settings/rules"),
        ("not-found", "/no/such/page"),
    ];

    public static TheoryData<string, int, int, ColorScheme> Views()
    {
        TheoryData<string, int, int, ColorScheme> views = [];
        foreach ((string name, _) in Pages)
        {
            foreach (ColorScheme scheme in new[] { ColorScheme.Dark, ColorScheme.Light })
            {
                views.Add(name, 1280, 800, scheme);
                views.Add(name, 390, 844, scheme);
            }
        }

        return views;
    }

    [Theory]
    [MemberData(nameof(Views))]
    public async Task Page_OnAScreen_IsSoundAndAccessible(string name, int width, int height, ColorScheme scheme)
    {
        await using WatchedPage page = await chromium.OpenAsync(width, height, scheme);

        await page.GoAsync(Pages.Single(each => each.Name == name).Path);

        await page.ShootAsync($"{name}-{width}-{scheme.ToString().ToLowerInvariant()}");
        await page.AssertAccessibleAsync();
        await page.AssertNoSidewaysScrollAsync();
        if (name != "not-found")
        {
            page.AssertNoTrouble(); // the browser logs the 404 of a page that is not there as an error
        }
    }
}
