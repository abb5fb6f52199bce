using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Nightjar.EndToEnd.Tests.Ui;

/// <summary>What all pages share: keys, going anywhere, the theme, the time range.</summary>
public class ShellTests(ChromiumFixture chromium)
{
    [Theory]
    [InlineData("i", "/incidents")]
    [InlineData("a", "/anomalies")]
    [InlineData("n", "/entities")]
    [InlineData("e", "/explore")]
    [InlineData("s", "/settings/sources")]
    public async Task Key_OfAPage_GoesThereAndKeepsTheRange(string key, string path)
    {
        await using WatchedPage page = await chromium.OpenAsync();
        await page.GoAsync("/?range=6h");

        await page.Page.Keyboard.PressAsync(key);

        await Assertions.Expect(page.Page).ToHaveURLAsync(new Regex(Regex.Escape(path + "?range=6h") + "$"));
        page.AssertNoTrouble();
    }

    [Fact]
    public async Task QuestionMark_OnAnyPage_ListsTheKeys()
    {
        await using WatchedPage page = await chromium.OpenAsync();
        await page.GoAsync("/incidents");

        await page.Page.Keyboard.PressAsync("?");

        await Assertions.Expect(page.Page.GetByRole(AriaRole.Dialog, new() { Name = "Keys" })).ToBeVisibleAsync();
        await page.AssertAccessibleAsync();
    }

    [Fact]
    public async Task ControlK_WordsOfASeriesInAnyOrder_GoesToItsChart()
    {
        await using WatchedPage page = await chromium.OpenAsync();
        await page.GoAsync("/");

        await page.Page.Keyboard.PressAsync("Control+k");
        await page.Page.Keyboard.TypeAsync("web-1 busy cpu");
        await Assertions.Expect(page.Page.GetByRole(AriaRole.Option).First).ToContainTextAsync("system_cpu_busy_ratio");
        await page.AssertAccessibleAsync();
        await page.ShootAsync("go-to");
        await page.Page.Keyboard.PressAsync("Enter");

        await Assertions.Expect(page.Page).ToHaveURLAsync(new Regex(Regex.Escape("/explore?s=system_cpu_busy_ratio")));
        await Assertions.Expect(page.Page.Locator(".nj-chart[data-drawn=true]")).ToHaveCountAsync(1);
        page.AssertNoTrouble();
    }

    [Fact]
    public async Task ThemeSwitch_AfterAReload_IsRemembered()
    {
        await using WatchedPage page = await chromium.OpenAsync(scheme: ColorScheme.Dark);
        await page.GoAsync("/");
        string dark = await BackgroundAsync(page);

        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Dark or light" }).ClickAsync();
        string light = await BackgroundAsync(page);
        await page.GoAsync("/incidents");

        Assert.NotEqual(dark, light);
        Assert.Equal(light, await BackgroundAsync(page));
    }

    [Fact]
    public async Task FirstVisit_TimesAreShownInTheBrowsersZone()
    {
        await using WatchedPage page = await chromium.OpenAsync();
        await page.GoAsync("/explore?from=2026-01-05T10:00:00Z&to=2026-01-05T11:00:00Z");

        await Assertions.Expect(page.Page.Locator(".nj-range-fixed time").First).ToContainTextAsync("11:00");
    }

    private static async Task<string> BackgroundAsync(WatchedPage page) =>
        await page.Page.EvaluateAsync<string>("() => getComputedStyle(document.body).backgroundColor");
}
