using System.Collections.Concurrent;
using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace Nightjar.EndToEnd.Tests.Ui;

/// <summary>A page that remembers what went wrong on it: errors of scripts, and requests to anybody but the server.</summary>
internal sealed class WatchedPage : IAsyncDisposable
{
    private static readonly string Axe = new BundledAxeScriptProvider().GetScript();

    private readonly ConcurrentQueue<string> _troubles = [];

    public WatchedPage(IPage page, Uri server)
    {
        Page = page;
        page.SetDefaultTimeout(30_000);
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
            {
                _troubles.Enqueue("console: " + message.Text);
            }
        };
        page.PageError += (_, error) => _troubles.Enqueue("script: " + error);
        page.Request += (_, request) =>
        {
            Uri url = new(request.Url);
            if (url.Scheme is not ("data" or "blob") && url.Authority != server.Authority)
            {
                _troubles.Enqueue("request to another host: " + request.Url);
            }
        };
    }

    /// <summary>The browser's page.</summary>
    public IPage Page { get; }

    /// <summary>Goes to a path and waits until it answers to clicks and its charts are drawn.</summary>
    public async Task GoAsync(string path)
    {
        await Page.GotoAsync(path);
        await Page.WaitForFunctionAsync("() => document.documentElement.dataset.interactive === 'true'");
        await Page.WaitForFunctionAsync("() => [...document.querySelectorAll('.nj-chart')].every(chart => chart.dataset.drawn === 'true')");
    }

    /// <summary>Nothing went wrong so far.</summary>
    public void AssertNoTrouble() => Assert.Empty(_troubles);

    /// <summary>
    /// No serious or critical violation of the accessibility rules that axe knows: all rules, run in the page itself, which has no
    /// frames. Deque's own driver opens a browser context for each run and describes what passed too: most of the time of a page.
    /// </summary>
    public async Task AssertAccessibleAsync()
    {
        await Page.EvaluateAsync(Axe);
        string[] violations = await Page.EvaluateAsync<string[]>(
            """
            async () => (await axe.run(document, { resultTypes: ['violations'] })).violations
                .filter(violation => ['serious', 'critical'].includes(violation.impact))
                .flatMap(violation => violation.nodes.map(node => `${violation.id}: ${node.html}`))
            """);
        Assert.Empty(violations);
    }

    /// <summary>The page is no wider than the window.</summary>
    public async Task AssertNoSidewaysScrollAsync() =>
        Assert.True(await Page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= window.innerWidth"), "the page scrolls sideways");

    /// <summary>Keeps a picture under artifacts/screenshots.</summary>
    public async Task ShootAsync(string name) =>
        await Page.ScreenshotAsync(new() { Path = Path.Combine(Screenshots, name + ".png") });

    /// <inheritdoc />
    public async ValueTask DisposeAsync() => await Page.Context.DisposeAsync();

    private static string Screenshots { get; } = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "screenshots"));
}
