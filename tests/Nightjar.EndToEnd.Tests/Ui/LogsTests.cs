using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Nightjar.EndToEnd.Tests.Ui;

/// <summary>Lines of a followed file on the page of logs.</summary>
public sealed class LogsTests(ChromiumFixture chromium) : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("nightjar-test-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Theory]
    [InlineData(1280, 800)]
    [InlineData(390, 844)]
    public async Task Page_OfAFollowedFile_FiltersByPatternAndOpensALine(int width, int height)
    {
        string file = Path.Combine(_directory.FullName, "shop.log");
        DateTimeOffset from = TimeProvider.System.GetUtcNow().AddMinutes(-40);
        await File.WriteAllLinesAsync(
            file,
            Enumerable.Range(0, 400).Select(i => string.Create(
                CultureInfo.InvariantCulture,
                $"{from.AddSeconds(i * 6):yyyy-MM-ddTHH:mm:ss.fffZ} {(i % 100 == 99 ? "ERROR" : i % 20 == 7 ? "WARN" : "INFO")} shop: {(i % 100 == 99 ? "disk sda is full" : i % 20 == 7 ? $"slow answer of {i} ms" : $"order {i} of customer {i * 7} was paid")}")),
            TestContext.Current.CancellationToken);
        await using NightjarProcess server = await NightjarProcess.ServeAsync(null, "--set", "host.enabled=false", "--set", $"ingestion.logs.files.0.path={file}");
        await RunningServer.UntilAsync(
            async () => (await server.Http.GetStringAsync("/api/nightjar/v1/logs/patterns", TestContext.Current.CancellationToken)).Contains("\"lines\":400", StringComparison.Ordinal),
            "all lines are stored");
        await using WatchedPage page = await chromium.OpenAsync(width, height, server: server);
        await page.GoAsync("/explore/logs");

        ILocator lines = page.Page.Locator(".nj-logline");
        await Assertions.Expect(lines).ToHaveCountAsync(200);
        await Assertions.Expect(page.Page.Locator(".nj-bar").First).ToBeAttachedAsync();
        await page.ShootAsync($"logs-lines-{width}");

        ILocator full = page.Page.Locator(".nj-pattern", new() { HasText = "disk sda is full" }).First;
        int count = int.Parse(await full.Locator(".nj-num").InnerTextAsync(), CultureInfo.InvariantCulture);
        await full.ClickAsync();
        await Assertions.Expect(lines).ToHaveCountAsync(count);
        await Assertions.Expect(page.Page).ToHaveURLAsync(new Regex("[?&]pattern=[0-9.]+"));
        await lines.First.ClickAsync();
        await Assertions.Expect(page.Page.Locator(".nj-logdetail pre").First).ToContainTextAsync("disk sda is full");
        await page.ShootAsync($"logs-detail-{width}");
        await page.AssertAccessibleAsync();
        await page.AssertNoSidewaysScrollAsync();

        await page.GoAsync($"/explore/logs?q={Uri.EscapeDataString("level:loud")}");
        await Assertions.Expect(page.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("no level");
        page.AssertNoTrouble();
    }
}
