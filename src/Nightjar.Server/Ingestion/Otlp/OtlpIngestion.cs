using System.Diagnostics.Metrics;
using Grpc.AspNetCore.Server;
using Grpc.AspNetCore.Server.Model;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Nightjar.Server.Ingestion.Otlp.Wire;

namespace Nightjar.Server.Ingestion.Otlp;

/// <summary>OTLP over gRPC and HTTP.</summary>
internal static class OtlpIngestion
{
    public static void AddOtlpIngestion(this WebApplicationBuilder builder)
    {
        IServiceCollection services = builder.Services;
        services.AddOptions<OtlpOptions>().BindConfiguration("ingestion:otlp").ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<PointCache>();
        services.AddSingleton<MetricsMapper>();
        services.AddSingleton<MetricsReceiver>();
        services.AddSingleton<LogsMapper>();
        services.AddSingleton<LogsReceiver>();
        services.AddSingleton<OtlpGrpcService>();
        services.AddGrpc();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IServiceMethodProvider<OtlpGrpcService>, OtlpGrpcMethods>());
        services.AddOptions<GrpcServiceOptions>().PostConfigure<IOptions<IngestionOptions>>(Bound);
    }

    public static void MapOtlpIngestion(this WebApplication app)
    {
        PointCache cache = app.Services.GetRequiredService<PointCache>();
        app.Services.GetRequiredService<IMeterFactory>().Create(SelfMeter.Name).CreateObservableGauge(
            "nightjar.ingestion.otlp.cached_points", () => cache.Count, "{point}", "OTLP points whose series are remembered; bounded by ingestion.otlp.cachedPoints.");
        app.MapGrpcService<OtlpGrpcService>().Add(GrpcRefusals.Count);
        IOptions<IngestionOptions> options = app.Services.GetRequiredService<IOptions<IngestionOptions>>();
        app.MapPost("/v1/metrics", new OtlpHttpEndpoint<ExportMetricsServiceRequest>(app.Services.GetRequiredService<MetricsReceiver>(), options).HandleAsync);
        app.MapPost("/v1/logs", new OtlpHttpEndpoint<ExportLogsServiceRequest>(app.Services.GetRequiredService<LogsReceiver>(), options).HandleAsync);
    }

    private static void Bound(GrpcServiceOptions grpc, IOptions<IngestionOptions> ingestion)
    {
        grpc.MaxReceiveMessageSize = ingestion.Value.MaxBodyBytes;
        grpc.CompressionProviders.Clear();
        grpc.CompressionProviders.Add(new BoundedGzip(ingestion.Value.MaxBodyBytes));
    }
}
