using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;

namespace Nightjar.Server.SelfWatch;

/// <summary>Nightjar's own metrics and health.</summary>
internal static class SelfWatchStage
{
    public static void AddSelfWatch(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<SelfWatchOptions>().BindConfiguration("selfWatch").ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddHealthChecks()
            .AddCheck<StartHealth>("start")
            .AddCheck<StorageHealth>("storage")
            .AddCheck<IngestionHealth>("ingestion");
        builder.Services.AddSingleton<SelfGauges>();
        builder.Services.AddHostedService(services => services.GetRequiredService<SelfGauges>());

        SelfWatchOptions options = builder.Configuration.GetSection("selfWatch").Get<SelfWatchOptions>() ?? new();
        builder.Services.AddOpenTelemetry().WithMetrics(metrics =>
        {
            metrics.AddMeter([SelfMeter.Name, .. SelfInstruments.Meters]).AddView(SelfInstruments.View).AddPrometheusExporter(prometheus =>
            {
                prometheus.ScopeInfoEnabled = false;
                prometheus.TargetInfoEnabled = false;
            });
            if (options.OtlpEndpoint is not null)
            {
                metrics.AddOtlpExporter((exporter, reader) => SendTo(options, exporter, reader));
            }
        });
    }

    public static void MapSelfWatch(this WebApplication app)
    {
        app.MapPrometheusScrapingEndpoint();
        app.MapGet("/healthz", () => Results.Text("alive\n")).ExcludeFromDescription();
        app.MapHealthChecks("/readyz", new HealthCheckOptions { ResponseWriter = ReadyAnswer.WriteAsync });
    }

    private static void SendTo(SelfWatchOptions options, OtlpExporterOptions exporter, MetricReaderOptions reader)
    {
        exporter.Protocol = options.OtlpProtocol == SelfWatchProtocol.Grpc ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf;
        exporter.Headers = options.OtlpHeaders;
        if (options.OtlpEndpoint is not null)
        {
            // The exporter completes the address only when it comes from its own environment variable.
            exporter.Endpoint = options.OtlpProtocol == SelfWatchProtocol.Grpc || options.OtlpEndpoint.AbsolutePath != "/"
                ? options.OtlpEndpoint
                : new Uri(options.OtlpEndpoint, "/v1/metrics");
        }

        reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds = (int)options.OtlpInterval.TotalMilliseconds;
    }
}
