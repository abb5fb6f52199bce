using System.Text.Json;
using Microsoft.Playwright;

namespace Nightjar.EndToEnd.Tests.Ui;

/// <summary>The fault of <see cref="Estate"/> as somebody sees it who is called at night: found by Nightjar itself, not written into its store.</summary>
public class IncidentTests(ChromiumFixture chromium)
{
    [Theory]
    [InlineData(1280, 800, ColorScheme.Dark)]
    [InlineData(1280, 800, ColorScheme.Light)]
    [InlineData(390, 844, ColorScheme.Dark)]
    [InlineData(390, 844, ColorScheme.Light)]
    public async Task Incident_OfABusyDatabase_SaysWhatSinceWhenAndWhy(int width, int height, ColorScheme scheme)
    {
        await using WatchedPage page = await chromium.OpenAsync(width, height, scheme);
        await page.GoAsync("/incidents/" + await FirstAsync("incidents"));

        await Assertions.Expect(page.Page.Locator("h1")).ToContainTextAsync("web-1");
        await Assertions.Expect(page.Page.Locator(".nj-suspects > li").First).ToContainTextAsync("postgres");
        await Assertions.Expect(page.Page.Locator(".nj-chart[data-drawn=true]").First).ToBeVisibleAsync();
        await page.ShootAsync($"incident-{width}-{scheme.ToString().ToLowerInvariant()}");
        await page.AssertAccessibleAsync();
        await page.AssertNoSidewaysScrollAsync();
        page.AssertNoTrouble();
    }

    [Theory]
    [InlineData(1280, 800, ColorScheme.Dark)]
    [InlineData(390, 844, ColorScheme.Light)]
    public async Task Anomaly_OfABusyDatabase_HasItsNumbersAndItsChart(int width, int height, ColorScheme scheme)
    {
        await using WatchedPage page = await chromium.OpenAsync(width, height, scheme);
        await page.GoAsync("/anomalies/" + await FirstAsync("anomalies"));

        await Assertions.Expect(page.Page.Locator("h1")).ToContainTextAsync("expected");
        await Assertions.Expect(page.Page.Locator(".nj-chart[data-drawn=true]")).ToHaveCountAsync(1);
        await page.ShootAsync($"anomaly-{width}-{scheme.ToString().ToLowerInvariant()}");
        await page.AssertAccessibleAsync();
        await page.AssertNoSidewaysScrollAsync();
        page.AssertNoTrouble();
    }

    /// <summary>The oldest record of web-1: that of the fault, whatever else this machine has done since.</summary>
    private async Task<string> FirstAsync(string kind)
    {
        string id = "";
        await RunningServer.UntilAsync(
            async () =>
            {
                string answer = await chromium.Server.Http.GetStringAsync($"/api/nightjar/v1/{kind}", TestContext.Current.CancellationToken);
                using JsonDocument document = JsonDocument.Parse(answer);
                id = document.RootElement.GetProperty("items").EnumerateArray()
                    .Where(item => item.GetProperty("entity").GetString()!.Contains("web-1", StringComparison.Ordinal)) // every record names its entity
                    .Select(item => item.GetProperty("id").GetString() ?? "")
                    .LastOrDefault("");
                return id.Length > 0;
            },
            $"the fault is among the {kind}",
            TimeSpan.FromSeconds(90));
        return id;
    }
}
