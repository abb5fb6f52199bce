using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Nightjar.Server.Access;
using Nightjar.Server.Api;
using Nightjar.Server.Cluster;
using Nightjar.Server.Correlation;
using Nightjar.Server.Detection;
using Nightjar.Server.Detection.Rules;
using Nightjar.Server.Diagnosis;
using Nightjar.Server.Ingestion;
using Nightjar.Server.Ingestion.Host;
using Nightjar.Server.Ingestion.Logs.Syslog;
using Nightjar.Server.Ingestion.Otlp;
using Nightjar.Server.Ingestion.Prometheus;
using Nightjar.Server.SelfWatch;
using Nightjar.Server.Ui;

namespace Nightjar.Server;

/// <summary>The composition root: the stages in the order in which data goes through them.</summary>
public static class NightjarServer
{
    /// <summary>Builds the server; opens the data directory.</summary>
    /// <exception cref="Nightjar.Storage.StorageException">The data directory cannot be used; the message says why.</exception>
    /// <param name="options">From the command line.</param>
    /// <param name="time">The clock; the system's when null.</param>
    public static WebApplication Build(ServerOptions options, TimeProvider? time = null)
    {
        WebApplicationBuilder builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.Sources.Clear();
        builder.Services.AddSingleton(builder.Configuration.AddNightjarConfiguration(options));
        TimeProvider clock = time ?? TimeProvider.System;
        builder.Services.TryAddSingleton(clock);
        builder.Services.AddSingleton(options);
        builder.WebHost.UseStaticWebAssets();
        builder.WebHost.ConfigureKestrel(kestrel => Listen(kestrel, options));

        builder.AddConsoleLog();
        builder.AddCluster();
        builder.AddAccess();
        builder.AddStorage(clock);
        builder.AddIngestion();
        builder.AddHostIngestion();
        builder.AddPrometheusIngestion();
        builder.AddOtlpIngestion();
        builder.AddDetection();
        builder.AddCorrelation();
        builder.AddDiagnosis();
        builder.AddSelfWatch();
        builder.AddApi();
        builder.AddUi(options);

        WebApplication app = builder.Build();
        ConfigurationFile.ValidateOptions(app.Services);
        app.Services.GetRequiredService<DetectionRules>(); // made now: a calendar that cannot be read stops the start
        app.UseAccess();
        app.MapPrometheusIngestion();
        app.MapOtlpIngestion();
        app.MapLogIngestion();
        app.MapSelfWatch();
        app.MapApi();
        app.MapUi();
        return app;
    }

    /// <summary>Binds the doors; those of OTLP are marked, because they take nothing else.</summary>
    internal static void Listen(KestrelServerOptions kestrel, ServerOptions options)
    {
        kestrel.Listen(options.Listen);
        if (options.OtlpGrpc is not null)
        {
            kestrel.Listen(options.OtlpGrpc, listen =>
            {
                listen.Protocols = HttpProtocols.Http2;
                OtlpDoor.MarkConnections(listen);
            });
        }

        if (options.OtlpHttp is not null)
        {
            kestrel.Listen(options.OtlpHttp, OtlpDoor.MarkConnections);
        }

        SyslogDoors.Listen(kestrel, options);
    }
}
