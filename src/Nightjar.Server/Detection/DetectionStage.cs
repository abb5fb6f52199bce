using Microsoft.AspNetCore.Builder;

namespace Nightjar.Server.Detection;

/// <summary>Detection at work.</summary>
internal static class DetectionStage
{
    public static void AddDetection(this WebApplicationBuilder builder)
    {
    }

}
