using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using MudBlazor.Services;
using Nightjar.Server.Ui.Queries;
using Nightjar.Storage.Telemetry;

namespace Nightjar.Server.Ui;

/// <summary>The pages: server-rendered at first, then interactive over one circuit.</summary>
internal static class UiStage
{
    public static void AddUi(this WebApplicationBuilder builder, ServerOptions options)
    {
        // In the data directory and not in a home directory: a service may have none, and open pages go on after a restart.
        builder.Services.AddDataProtection().SetApplicationName("Nightjar").PersistKeysToFileSystem(new DirectoryInfo(Path.Combine(options.DataDirectory, "keys")));
        builder.Services.AddRazorComponents().AddInteractiveServerComponents();
        builder.Services.AddMudServices();
        builder.Services.AddHttpContextAccessor();
        builder.Services.AddScoped<Viewer>();
        builder.Services.AddScoped<PageUrl>();
        builder.Services.AddSingleton<SeriesIndex>();
        builder.Services.TryAddSingleton<SeriesReader>();
        builder.Services.AddSingleton<PageReads>();
        builder.Services.AddSingleton<ChartQuery>();
        builder.Services.AddSingleton<IncidentQuery>();
        builder.Services.AddSingleton<AnomalyQuery>();
        builder.Services.AddSingleton<RankingQuery>();
        builder.Services.AddSingleton<LogsQuery>();
        builder.Services.AddSingleton(StorageTrouble.Of);
        builder.Services.AddSingleton<EntityQuery>();
        builder.Services.AddSingleton<OverviewQuery>();
        builder.Services.AddSingleton<GoToQuery>();
        builder.Services.AddSingleton<ServerAddresses>();
    }

    public static void MapUi(this WebApplication app)
    {
        app.Use(SayThatThereIsNoSuchPageAsync);
        app.UseAntiforgery();
        app.MapFiles();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode();
    }

    /// <summary>A browser that asks for a page that is not there gets one that says so. Other clients keep the bare 404 of their protocol.</summary>
    private static async Task SayThatThereIsNoSuchPageAsync(HttpContext context, RequestDelegate next)
    {
        await next(context);
        bool wantsPage = HttpMethods.IsGet(context.Request.Method) && context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal);
        if (wantsPage && context.Response is { StatusCode: StatusCodes.Status404NotFound, HasStarted: false } && context.GetEndpoint() is null)
        {
            // The router finds no page for this address either, and shows the one for that.
            await new RazorComponentResult<App> { StatusCode = StatusCodes.Status404NotFound }.ExecuteAsync(context);
        }
    }

    /// <summary>
    /// Styles and scripts, precompressed. Their list is made for the executable; a test that hosts the server in its own process
    /// has none, and its pages come without them.
    /// </summary>
    private static void MapFiles(this WebApplication app)
    {
        string list = Path.Combine(AppContext.BaseDirectory, $"{app.Environment.ApplicationName}.staticwebassets.endpoints.json");
        if (File.Exists(list))
        {
            app.MapStaticAssets();
        }
    }
}
