using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Nightjar.Server.Diagnosis;

/// <summary>Diagnosis at work.</summary>
internal static class DiagnosisStage
{
    public static void AddDiagnosis(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<DiagnosisOptions>().BindConfiguration("diagnosis").ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<ProcessReader>();
        builder.Services.AddHostedService<DiagnosisLoop>();
    }
}
