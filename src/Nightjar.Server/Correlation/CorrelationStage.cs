using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Nightjar.Server.Correlation;

/// <summary>Correlation at work.</summary>
internal static class CorrelationStage
{
    public static void AddCorrelation(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<CorrelationOptions>().BindConfiguration("correlation").ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<IncidentFeed>();
        builder.Services.AddSingleton<IncidentDesk>();
        builder.Services.AddHostedService<CorrelationDispatcher>();
    }
}
