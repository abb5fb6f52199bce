using Nightjar.Server.Ingestion.Otlp.Wire;

namespace Nightjar.Server.Ingestion.Otlp;

/// <summary>The answer to a request that was taken.</summary>
internal static class ExportResponse
{
    /// <summary>Partial success only where something was refused: OTLP says that it must be unset otherwise.</summary>
    public static ExportMetricsServiceResponse Of(ExportAnswer answer)
    {
        ExportMetricsServiceResponse response = new();
        if (answer.RejectedPoints > 0)
        {
            response.PartialSuccess = new ExportMetricsPartialSuccess { RejectedDataPoints = answer.RejectedPoints, ErrorMessage = answer.Message };
        }

        return response;
    }
}
