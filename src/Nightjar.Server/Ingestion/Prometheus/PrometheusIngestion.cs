using Microsoft.AspNetCore.Builder;

namespace Nightjar.Server.Ingestion.Prometheus;

/// <summary>Remote write and scraping.</summary>
internal static class PrometheusIngestion
{
    public static void AddPrometheusIngestion(this WebApplicationBuilder builder)
    {
    }

    public static void MapPrometheusIngestion(this WebApplication app)
    {
    }
}
