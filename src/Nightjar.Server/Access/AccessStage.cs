using Microsoft.AspNetCore.Builder;

namespace Nightjar.Server.Access;

/// <summary>Who may come in.</summary>
internal static class AccessStage
{
    public static void AddAccess(this WebApplicationBuilder builder)
    {
    }

    public static void UseAccess(this WebApplication app)
    {
    }
}
