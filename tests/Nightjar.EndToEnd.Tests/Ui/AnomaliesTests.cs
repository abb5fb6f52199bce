using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Nightjar.EndToEnd.Tests.Ui;

/// <summary>The list of anomalies.</summary>
public class AnomaliesTests(ChromiumFixture chromium)
{
    [Fact]
    public async Task List_OfTheEstate_IsByEntityRarestFirstAndNewestFirstWhenAsked()
    {
        await using WatchedPage page = await chromium.OpenAsync();
        await RunningServer.UntilAsync(
            async () => (await chromium.Server.Http.GetStringAsync("/api/nightjar/v1/anomalies?limit=1000", TestContext.Current.CancellationToken)).Contains("system_cpu_busy_ratio", StringComparison.Ordinal),
            "the fault is among the anomalies");
        await page.GoAsync("/anomalies?range=6h&q=web-1+cpu");

        // A heading, then what is rarest of it: its own series has had none as large.
        ILocator rows = page.Page.Locator(".nj-anomalies tbody tr:has(td)");
        await Assertions.Expect(rows.First).ToHaveClassAsync("nj-group");
        await Assertions.Expect(rows.Nth(1)).ToContainTextAsync("the largest in");
        await Assertions.Expect(page.Page.Locator(".nj-group").Filter(new() { HasText = "postgres" })).ToHaveCountAsync(1);

        await page.Page.GetByRole(AriaRole.Button, new() { Name = "newest" }).ClickAsync();

        await Assertions.Expect(page.Page).ToHaveURLAsync(new Regex("[?&]sort=newest"));
        await Assertions.Expect(rows.First).ToHaveClassAsync("nj-group");
        page.AssertNoTrouble();
    }
}
