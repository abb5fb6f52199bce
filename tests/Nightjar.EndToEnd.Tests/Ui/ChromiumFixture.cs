using Microsoft.Playwright;
using Nightjar.EndToEnd.Tests.Ui;

[assembly: AssemblyFixture(typeof(ChromiumFixture))]

namespace Nightjar.EndToEnd.Tests.Ui;

/// <summary>
/// One server with the telemetry of <see cref="Estate"/> and of this host, and one real browser, for all tests of the pages. Started
/// with the first test that asks for it, so that a run without such tests starts neither.
/// </summary>
public sealed class ChromiumFixture : IAsyncDisposable
{
    private const string Chromium = "/usr/bin/chromium";

    private static readonly string[] Arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    private readonly SemaphoreSlim _starting = new(1, 1);
    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private NightjarProcess? _server;
    private Exception? _failure;

    /// <summary>Where the pages are.</summary>
    internal Uri Address => Server.Address;

    /// <summary>The running executable.</summary>
    internal NightjarProcess Server => _server ?? throw new InvalidOperationException("Open a page first.");

    /// <summary>A fresh browser profile with one page of a given size and colour scheme. Skips the test where there is no Chromium.</summary>
    /// <param name="width">Of the window, pixels.</param>
    /// <param name="height">Of the window, pixels.</param>
    /// <param name="scheme">What the system is said to prefer.</param>
    /// <param name="server">Whose pages; the fixture's own server when null.</param>
    internal async Task<WatchedPage> OpenAsync(
        int width = 1280, int height = 800, ColorScheme scheme = ColorScheme.Dark, NightjarProcess? server = null)
    {
        ChildProcess.Need(Chromium);
        await StartAsync(server is null);
        Uri address = (server ?? Server).Address;
        IBrowserContext context = await _browser!.NewContextAsync(new() // started in the line before
        {
            ViewportSize = new() { Width = width, Height = height },
            ColorScheme = scheme,
            TimezoneId = "Europe/Berlin",
            BaseURL = address.ToString(),
        });
        return new WatchedPage(await context.NewPageAsync(), address);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        _starting.Dispose();
    }

    private async Task StartAsync(bool withServer)
    {
        await _starting.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            if (_failure is not null)
            {
                Assert.Fail($"The server or the browser did not start for the first test: {_failure.Message}"); // waiting again for each test helps nobody
            }

            if (withServer && _server is null)
            {
                _server = await NightjarProcess.ServeAsync(null, "--set", "host.interval=00:00:01");
                await Estate.SendAsync(_server.OtlpHttp);
            }

            if (_browser is null)
            {
                _playwright = await Playwright.CreateAsync();
                _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = Chromium, Args = Arguments });
            }
        }
        catch (Exception failure)
        {
            _failure ??= failure;
            throw;
        }
        finally
        {
            _starting.Release();
        }
    }
}
