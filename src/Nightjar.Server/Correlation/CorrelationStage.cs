using Microsoft.AspNetCore.Builder;

namespace Nightjar.Server.Correlation;

/// <summary>Correlation at work.</summary>
internal static class CorrelationStage
{
    public static void AddCorrelation(this WebApplicationBuilder builder)
    {
    }

}
