using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Nightjar.EndToEnd.Tests.Ui;

/// <summary>Finding, comparing and zooming series.</summary>
public class ExploreTests(ChromiumFixture chromium)
{
    [Fact]
    public async Task Search_ThenPickTwo_BothAreInTheUrlAndOnOneChart()
    {
        await using WatchedPage page = await chromium.OpenAsync();
        await page.GoAsync("/explore");

        await page.Page.GetByRole(AriaRole.Searchbox, new() { Name = "Find a series" }).PressSequentiallyAsync("web-1 utilization cpu");
        ILocator found = page.Page.Locator(".nj-finder-item");
        await Assertions.Expect(found).ToHaveCountAsync(4);
        await found.Nth(0).ClickAsync();
        await Assertions.Expect(page.Page.Locator(".nj-chart[data-drawn=true]")).ToHaveCountAsync(1);
        await found.Nth(1).ClickAsync();

        await Assertions.Expect(page.Page.Locator(".nj-swatch")).ToHaveCountAsync(2);
        await Assertions.Expect(page.Page.Locator(".nj-chart")).ToHaveCountAsync(1);
        Assert.Equal(2, page.Page.Url.Split("s=process_cpu").Length - 1);
        page.AssertNoTrouble();
    }

    [Fact]
    public async Task Drag_AcrossTheChart_PutsTheStretchIntoTheUrlOfAllPagesAndRanksEverySeriesOfIt()
    {
        await using WatchedPage page = await chromium.OpenAsync();
        await RunningServer.UntilAsync(
            async () => (await chromium.Server.Http.GetStringAsync("/api/nightjar/v1/anomalies/ranking", TestContext.Current.CancellationToken)).Contains("system_cpu_busy", StringComparison.Ordinal),
            "the fault is in the ranking");
        await page.GoAsync($"/explore?s={Uri.EscapeDataString(Estate.BusySeries)}");
        await Assertions.Expect(page.Page.Locator(".nj-chart[data-drawn=true] canvas")).ToBeVisibleAsync();
        LocatorBoundingBoxResult box = await page.Page.Locator(".nj-chart").BoundingBoxAsync() ?? throw new InvalidOperationException("The chart has a place.");

        // Of the last hour from 24 to 12 minutes ago: the fault is in it, and nothing of this machine, which is watched only since the server started.
        await page.Page.Mouse.MoveAsync(box.X + (box.Width * 0.6f), box.Y + 80);
        await page.Page.Mouse.DownAsync();
        await page.Page.Mouse.MoveAsync(box.X + (box.Width * 0.8f), box.Y + 80, new() { Steps = 5 });
        await page.Page.Mouse.UpAsync();

        await Assertions.Expect(page.Page).ToHaveURLAsync(new Regex("[?&]from=[^&]+&to="));
        await Assertions.Expect(page.Page.Locator("[data-key=i]")).ToHaveAttributeAsync("href", new Regex("from="));

        // The two that the fault is seen in, before all others.
        ILocator ranked = page.Page.Locator(".nj-ranking tbody tr:has(a)");
        await Assertions.Expect(ranked.First).ToContainTextAsync(new Regex("CPU.*(web-1|postgres)", RegexOptions.Singleline));
        await Assertions.Expect(ranked.Nth(1)).ToContainTextAsync(new Regex("CPU.*(web-1|postgres)", RegexOptions.Singleline));
        await Assertions.Expect(page.Page.Locator(".nj-ribbons .nj-ribbon").First).ToHaveAttributeAsync("aria-label", new Regex("stood out in [0-9]+ minutes?, most at"));
        await ranked.Filter(new() { HasText = "postgres" }).GetByRole(AriaRole.Link).First.ClickAsync();
        await Assertions.Expect(page.Page).ToHaveURLAsync(new Regex("[?&]s=process_cpu[^&]*postgres.*&from="));
        page.AssertNoTrouble();
    }

    [Fact]
    public async Task Table_OfASeries_HasTheNumbersOfTheChart()
    {
        await using WatchedPage page = await chromium.OpenAsync();
        await page.GoAsync($"/explore?s={Uri.EscapeDataString(Estate.BusySeries)}");

        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Table", Exact = true }).ClickAsync();

        await Assertions.Expect(page.Page.Locator(".nj-values tbody td").Nth(1)).ToContainTextAsync("%");
    }
}
