using Microsoft.AspNetCore.Builder;

namespace Nightjar.Server.Ingestion.Host;

/// <summary>Watches this machine.</summary>
internal static class HostIngestion
{
    public static void AddHostIngestion(this WebApplicationBuilder builder)
    {
    }

}
