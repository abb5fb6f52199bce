using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Scalar.AspNetCore;

namespace Nightjar.Server.Api.V1;

/// <summary>Nightjar's own API with its document and a page to read it.</summary>
internal static class OwnApi
{
    /// <summary>Where all its calls begin.</summary>
    public const string Root = "/api/nightjar/v1";

    public static void Add(IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, ApiJson.Default);

            // What stands on the context is for its own options; these govern what goes over HTTP.
            json.SerializerOptions.NumberHandling |= JsonNumberHandling.AllowNamedFloatingPointLiterals;
            json.SerializerOptions.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
        });
        services.AddSingleton<ServerStart>();
        services.AddSingleton<StoreTurns>();
        services.AddOpenApi("v1", document => document.AddDocumentTransformer((api, _, _) =>
        {
            api.Info.Title = "Nightjar";
            api.Info.Version = "v1";
            api.Info.Description = "What is watched, what is abnormal and why. Errors are problem details with a stable `code`.";
            api.Servers?.Clear(); // the address is the reader's own, and differs from machine to machine
            return Task.CompletedTask;
        }));
    }

    public static void Map(WebApplication app)
    {
        app.UseWhen(context => context.Request.Path.StartsWithSegments(Root), calls => calls.UseStatusCodePages(EmptyAnswer.FillAsync));
        app.Services.GetRequiredService<ServerStart>(); // made now: it says when
        RouteGroupBuilder api = app.MapGroup(Root).WithTags("Nightjar");
        ServerEndpoints.Map(api);
        TelemetryEndpoints.Map(api);
        StateEndpoints.Map(api);
        RankingEndpoints.Map(api);
        DecisionEndpoints.Map(api);
        FeedbackEndpoints.Map(api);
        RuleEndpoints.Map(api);
        StoreEndpoints.Map(api);
        ImportEndpoints.Map(api);
        LogEndpoints.Map(api);
        app.MapOpenApi("/openapi/{documentName}.json");

        // Everything the page needs comes from this server: no fonts, no proxy, no assistant from elsewhere.
        app.MapScalarApiReference("/scalar", page =>
        {
            page.Title = "Nightjar API";
            page.DefaultFonts = false;
            page.Telemetry = false;
            page.DisableAgent();
            page.DisableMcp();
        });
    }
}
