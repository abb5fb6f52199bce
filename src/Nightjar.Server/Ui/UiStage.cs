using Microsoft.AspNetCore.Builder;

namespace Nightjar.Server.Ui;

/// <summary>The pages.</summary>
internal static class UiStage
{
    public static void AddUi(this WebApplicationBuilder builder)
    {
    }

    public static void MapUi(this WebApplication app)
    {
    }
}
