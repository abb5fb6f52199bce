using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Nightjar.Server.Api.Prometheus;

/// <summary>Prometheus' HTTP API, as far as Grafana's data source needs it.</summary>
internal static class PrometheusApi
{
    private static readonly string[] GetOrPost = [HttpMethods.Get, HttpMethods.Post];

    public static void Add(IServiceCollection services)
    {
        services.AddOptions<PrometheusOptions>().BindConfiguration("api").ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<SeriesSelection>();
        services.AddSingleton<QueryRunner>();
        services.AddSingleton<QueryEndpoints>();
        services.AddSingleton<CatalogEndpoints>();
        services.AddSingleton<MetadataEndpoints>();
    }

    public static void Map(WebApplication app)
    {
        // Their own documentation describes these calls; Nightjar's OpenAPI document describes Nightjar's.
        RouteGroupBuilder api = app.MapGroup("/api/v1").ExcludeFromDescription();
        QueryEndpoints query = app.Services.GetRequiredService<QueryEndpoints>();
        api.MapMethods("/query", GetOrPost, query.QueryAsync);
        api.MapMethods("/query_range", GetOrPost, query.QueryRangeAsync);
        CatalogEndpoints catalog = app.Services.GetRequiredService<CatalogEndpoints>();
        api.MapMethods("/labels", GetOrPost, catalog.LabelsAsync);
        api.MapGet("/label/{name}/values", catalog.ValuesAsync);
        api.MapMethods("/series", GetOrPost, catalog.SeriesAsync);
        MetadataEndpoints metadata = app.Services.GetRequiredService<MetadataEndpoints>();
        api.MapGet("/metadata", metadata.MetadataAsync);
        api.MapGet("/status/buildinfo", metadata.BuildInfoAsync);
        api.MapGet("/rules", metadata.RulesAsync);
        api.MapGet("/alerts", metadata.AlertsAsync);
        api.MapMethods("/query_exemplars", GetOrPost, metadata.ExemplarsAsync);
    }
}
