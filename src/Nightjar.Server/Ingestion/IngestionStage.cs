using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Nightjar.Server.Ingestion.History;
using Nightjar.Server.Ingestion.Logs;
using Nightjar.Server.Ingestion.Logs.Files;
using Nightjar.Server.Ingestion.Logs.Loki;
using Nightjar.Server.Ingestion.Logs.Syslog;

namespace Nightjar.Server.Ingestion;

/// <summary>The part of Ingestion that all sources share.</summary>
internal static class IngestionStage
{
    public static void AddIngestion(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<IngestionOptions>().BindConfiguration("ingestion").ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddOptions<EntitiesOptions>().BindConfiguration("entities").ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<SourceLedger>();
        builder.Services.AddSingleton<SeriesDoor>();
        builder.Services.AddSingleton<FrontDoor>();
        builder.Services.AddHostedService(services => services.GetRequiredService<FrontDoor>());
        builder.Services.AddOptions<LogsOptions>().BindConfiguration("ingestion:logs").ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<PatternBook>();
        builder.Services.AddSingleton<LogDoor>();
        builder.Services.AddSingleton<LogLinesCache>();
        builder.Services.AddSingleton<LokiReceiver>();
        builder.Services.AddHostedService(services => services.GetRequiredService<LogDoor>());
        builder.Services.AddHostedService<LogFilesReader>();
        builder.Services.AddSingleton<SyslogConnections>();
        builder.Services.AddHostedService<SyslogDatagrams>();
        builder.Services.AddSingleton<IValidateOptions<IngestionOptions>, HistoryCheck>();
        builder.Services.AddSingleton<HistoryStatus>();
        builder.Services.AddSingleton<HistoryLane>();
        builder.Services.AddSingleton<FileImport>();
        builder.Services.AddSingleton<FileUploads>();
        builder.Services.AddHostedService<HistoryService>();
        builder.Services.AddSingleton<EntityRegistry>();
        builder.Services.AddHostedService(services => services.GetRequiredService<EntityRegistry>());
    }

    public static void MapLogIngestion(this WebApplication app) => app.MapPost(LokiReceiver.Path, app.Services.GetRequiredService<LokiReceiver>().HandleAsync);
}
