using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Nightjar.Server.Ingestion.Prometheus;

/// <summary>Remote write and scraping.</summary>
internal static class PrometheusIngestion
{
    public static void AddPrometheusIngestion(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<PrometheusOptions>().BindConfiguration("prometheus").ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<RemoteWriteReaders>();
        builder.Services.AddSingleton<RemoteWriteReceiver>();
    }

    public static void MapPrometheusIngestion(this WebApplication app)
    {
        RemoteWriteReceiver receiver = app.Services.GetRequiredService<RemoteWriteReceiver>();
        app.MapPost("/api/v1/write", receiver.ReceiveAsync);
    }
}
