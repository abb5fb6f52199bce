using Microsoft.AspNetCore.Builder;

namespace Nightjar.Server.Ingestion.Otlp;

/// <summary>OTLP over gRPC and HTTP.</summary>
internal static class OtlpIngestion
{
    public static void AddOtlpIngestion(this WebApplicationBuilder builder)
    {
    }

    public static void MapOtlpIngestion(this WebApplication app)
    {
    }
}
