using Microsoft.AspNetCore.Builder;

namespace Nightjar.Server.Diagnosis;

/// <summary>Diagnosis at work.</summary>
internal static class DiagnosisStage
{
    public static void AddDiagnosis(this WebApplicationBuilder builder)
    {
    }

}
