using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Nightjar.Server.Ingestion.Host;

/// <summary>Watches this machine.</summary>
internal static class HostIngestion
{
    public static void AddHostIngestion(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<HostOptions>().BindConfiguration("host").ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<HostStatus>();
        builder.Services.AddHostedService<HostCollector>();
    }
}
