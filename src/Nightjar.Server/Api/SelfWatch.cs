using Microsoft.AspNetCore.Builder;

namespace Nightjar.Server.Api;

/// <summary>Nightjar's own metrics and health.</summary>
internal static class SelfWatch
{
    public static void AddSelfWatch(this WebApplicationBuilder builder)
    {
    }

    public static void MapSelfWatch(this WebApplication app)
    {
    }
}
