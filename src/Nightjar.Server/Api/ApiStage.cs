using Microsoft.AspNetCore.Builder;
using Nightjar.Server.Api.Prometheus;
using Nightjar.Server.Api.V1;

namespace Nightjar.Server.Api;

/// <summary>The read API: Prometheus' and Nightjar's own.</summary>
internal static class ApiStage
{
    public static void AddApi(this WebApplicationBuilder builder)
    {
        PrometheusApi.Add(builder.Services);
        OwnApi.Add(builder.Services);
    }

    public static void MapApi(this WebApplication app)
    {
        PrometheusApi.Map(app);
        OwnApi.Map(app);
    }
}
