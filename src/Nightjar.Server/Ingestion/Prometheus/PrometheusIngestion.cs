using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Nightjar.Server.Ingestion.Prometheus.Scraping;

namespace Nightjar.Server.Ingestion.Prometheus;

/// <summary>Remote write and scraping.</summary>
internal static class PrometheusIngestion
{
    public static void AddPrometheusIngestion(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<PrometheusOptions>().BindConfiguration("prometheus").ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<RemoteWriteReaders>();
        builder.Services.AddSingleton<RemoteWriteReceiver>();

        // Read here and not on first use, so that a wrong key is said before anything listens.
        builder.Services.AddSingleton(ScrapeConfiguration.Read(builder.Configuration, ConfigurationDirectory(builder)));
        builder.Services.AddSingleton<ScrapeServices>();
        builder.Services.AddHostedService<ScrapeService>();
    }

    public static void MapPrometheusIngestion(this WebApplication app)
    {
        RemoteWriteReceiver receiver = app.Services.GetRequiredService<RemoteWriteReceiver>();
        app.MapPost("/api/v1/write", receiver.ReceiveAsync);
    }

    private static string ConfigurationDirectory(WebApplicationBuilder builder) =>
        (builder.Services.Single(service => service.ServiceType == typeof(ServerOptions)).ImplementationInstance as ServerOptions)?.ConfigurationDirectory ?? "";
}
