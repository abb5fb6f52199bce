using System.Text.Json;
using Microsoft.Playwright;

namespace Nightjar.EndToEnd.Tests.Ui;

/// <summary>Saying what an anomaly was worth, and setting rules, as somebody does it in the browser; all of it is taken back in the end.</summary>
public class RulesTests(ChromiumFixture chromium)
{
    [Theory]
    [InlineData(1280, 800, ColorScheme.Dark)]
    [InlineData(390, 844, ColorScheme.Light)]
    public async Task Feedback_SaidOnAnAnomaly_IsListedAndUndone(int width, int height, ColorScheme scheme)
    {
        await using WatchedPage page = await chromium.OpenAsync(width, height, scheme);
        await page.GoAsync("/anomalies/" + await AnomalyAsync());

        await Button(page, "Not useful").ClickAsync();
        await Assertions.Expect(page.Page.Locator(".nj-feedback")).ToContainTextAsync("muted to 50 % here");
        await Assertions.Expect(Button(page, "Not useful")).ToHaveAttributeAsync("aria-pressed", "true");
        await page.ShootAsync($"feedback-{width}-{scheme.ToString().ToLowerInvariant()}");
        await page.AssertAccessibleAsync();
        await page.AssertNoSidewaysScrollAsync();

        await page.GoAsync("/settings/rules");
        await Assertions.Expect(page.Page.Locator("[aria-labelledby=said]")).ToContainTextAsync("Not useful");
        await page.ShootAsync($"rules-said-{width}-{scheme.ToString().ToLowerInvariant()}");
        await page.AssertAccessibleAsync();
        await page.AssertNoSidewaysScrollAsync();
        await Button(page, "Undo").ClickAsync();
        await Assertions.Expect(page.Page.Locator("[aria-labelledby=said]")).ToContainTextAsync("Nothing was said yet");
        page.AssertNoTrouble();
    }

    [Theory]
    [InlineData(1280, 800, ColorScheme.Light)]
    [InlineData(390, 844, ColorScheme.Dark)]
    public async Task Rule_MadeChangedAndRemoved_IsListedWithHowManySeriesFit(int width, int height, ColorScheme scheme)
    {
        await using WatchedPage page = await chromium.OpenAsync(width, height, scheme);
        await page.GoAsync("/settings/rules");
        ILocator rules = page.Page.Locator("[aria-labelledby=rules]");

        await Button(page, "Add a rule").ClickAsync();
        await page.Page.GetByLabel("Series that fit").FillAsync("""{__name__="process_cpu_utilization_ratio",host_name="web-1"}""");
        await Button(page, "Save").ClickAsync();
        await Assertions.Expect(rules.GetByRole(AriaRole.Alert)).ToContainTextAsync("has nothing set");
        await page.Page.GetByLabel("Sensitivity").FillAsync("0.5");
        await page.Page.GetByLabel("Side that matters").SelectOptionAsync("above");
        await page.ShootAsync($"rule-form-{width}-{scheme.ToString().ToLowerInvariant()}");
        await page.AssertAccessibleAsync();
        await page.AssertNoSidewaysScrollAsync();
        await Button(page, "Save").ClickAsync();
        await Assertions.Expect(rules).ToContainTextAsync("sensitivity 0.5, only above");
        await Assertions.Expect(rules.Locator("td.nj-num").First).ToHaveTextAsync("4"); // one a program

        await Button(page, "Edit").ClickAsync();
        await page.Page.GetByLabel("May have anomalies").SelectOptionAsync("never");
        await Button(page, "Save").ClickAsync();
        await Assertions.Expect(rules).ToContainTextAsync("never an anomaly, sensitivity 0.5");
        await page.ShootAsync($"rules-{width}-{scheme.ToString().ToLowerInvariant()}");
        await page.AssertAccessibleAsync();
        await page.AssertNoSidewaysScrollAsync();

        await Button(page, "Remove").ClickAsync();
        await Assertions.Expect(rules).ToContainTextAsync("No rules, and none are needed");
        page.AssertNoTrouble();
    }

    private static ILocator Button(WatchedPage page, string name) => page.Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    /// <summary>One of web-1, found by Nightjar itself.</summary>
    private async Task<string> AnomalyAsync()
    {
        string id = "";
        await RunningServer.UntilAsync(
            async () =>
            {
                string answer = await chromium.Server.Http.GetStringAsync("/api/nightjar/v1/anomalies", TestContext.Current.CancellationToken);
                using JsonDocument document = JsonDocument.Parse(answer);
                id = document.RootElement.GetProperty("items").EnumerateArray()
                    .Where(item => item.GetProperty("entity").GetString()!.Contains("web-1", StringComparison.Ordinal)) // every record names its entity
                    .Select(item => item.GetProperty("id").GetString() ?? "")
                    .LastOrDefault("");
                return id.Length > 0;
            },
            "an anomaly of web-1",
            TimeSpan.FromSeconds(90));
        return id;
    }
}
