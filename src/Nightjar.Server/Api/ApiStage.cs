using Microsoft.AspNetCore.Builder;

namespace Nightjar.Server.Api;

/// <summary>The read API: Prometheus' and Nightjar's own.</summary>
internal static class ApiStage
{
    public static void AddApi(this WebApplicationBuilder builder)
    {
    }

    public static void MapApi(this WebApplication app)
    {
    }
}
