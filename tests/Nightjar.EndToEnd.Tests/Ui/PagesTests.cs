using Microsoft.Playwright;

namespace Nightjar.EndToEnd.Tests.Ui;

/// <summary>Every page, dark and light: accessible, without errors, from this server alone, no wider than the screen.</summary>
public abstract class PagesTests(ChromiumFixture chromium, int width, int height)
{
    private static readonly (string Name, string Path)[] Pages =
    [
        ("overview", "/"),
        ("incidents", "/incidents?range=6h"),
        ("anomalies", "/anomalies?range=6h"),
        ("ranking", "/anomalies/ranking?range=6h"),
        ("entities", "/entities"),
        ("entity", "/entities/host/web-1"),
        ("explore", $"/explore?q=cpu&s={Uri.EscapeDataString(Estate.BusySeries)}"),
        ("explore-compare", $"/explore?s={Uri.EscapeDataString(Estate.BusySeries)}&s={Uri.EscapeDataString("""process_cpu_utilization_ratio{host_name="web-1",process_executable_name="postgres"}""")}"),
        ("explore-table", $"/explore?view=table&s={Uri.EscapeDataString(Estate.BusySeries)}"),
        ("logs", "/explore/logs"),
        ("sources", "/settings/sources"),
        ("rules", "/settings/rules"),
        ("not-found", "/no/such/page"),
    ];

    public static TheoryData<string, ColorScheme> Views() =>
        [.. Pages.SelectMany(page => new (string, ColorScheme)[] { (page.Name, ColorScheme.Dark), (page.Name, ColorScheme.Light) })];

    [Theory]
    [MemberData(nameof(Views))]
    public async Task Page_OnAScreen_IsSoundAndAccessible(string name, ColorScheme scheme)
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

/// <summary>On a desk. A class for each size, so that two cores share the most pages of all tests.</summary>
public sealed class DeskPagesTests(ChromiumFixture chromium) : PagesTests(chromium, 1280, 800);

/// <summary>In a hand.</summary>
public sealed class HandPagesTests(ChromiumFixture chromium) : PagesTests(chromium, 390, 844);
