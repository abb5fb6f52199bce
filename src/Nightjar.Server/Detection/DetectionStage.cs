using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Nightjar.Core.Detection;
using Nightjar.Server.Detection.Results;
using Nightjar.Server.Detection.Rules;
using Nightjar.Storage.Telemetry;

namespace Nightjar.Server.Detection;

/// <summary>Detection at work.</summary>
internal static class DetectionStage
{
    /// <summary>Hosted services stop in reverse order: the dispatcher first, then what it hands its records to.</summary>
    public static void AddDetection(this WebApplicationBuilder builder)
    {
        IServiceCollection services = builder.Services;
        services.AddOptions<DetectionOptions>().BindConfiguration("detection").ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton<SeriesReader>();
        services.AddSingleton<DetectionStatus>();
        services.AddSingleton<EventCalendars>();
        services.AddSingleton<DetectionRules>();
        services.AddSingleton<RuleDesk>();
        services.AddSingleton<RuleReach>();
        services.AddSingleton<BandReader>();
        services.AddSingleton<ShardRouter>();
        services.AddSingleton<ShardRestorer>();
        services.AddSingleton<OrphanedAnomalies>();
        services.AddSingleton<BudgetGate>();
        services.AddSingleton<AnomalyFeed>();
        services.AddSingleton(provider => new AbnormalMinutes(provider.GetRequiredService<IOptions<DetectionOptions>>().Value.QueuedAbnormalMinutes));
        services.AddSingleton<ShardSaver>();
        services.AddHostedService(provider => provider.GetRequiredService<DetectionRules>());
        services.AddHostedService<CalendarWatch>();
        services.AddHostedService(provider => provider.GetRequiredService<AnomalyFeed>());
        services.AddHostedService<AbnormalMinuteSaver>();
        services.AddHostedService(provider => provider.GetRequiredService<ShardSaver>());
        services.AddHostedService<DetectionDispatcher>();
        services.AddHostedService<HistoryLearner>();
        services.AddOptions<ResultsOptions>().BindConfiguration("detection:results").ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IValidateOptions<ResultsOptions>, ResultsCheck>();
        services.AddSingleton<ResultQueue>();
        services.AddHostedService<ResultSender>();
        services.AddHostedService<AlertSender>();
    }
}
