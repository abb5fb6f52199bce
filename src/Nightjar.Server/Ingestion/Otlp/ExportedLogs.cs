using Nightjar.Storage.Telemetry.Logs;

namespace Nightjar.Server.Ingestion.Otlp;

/// <summary>The log records of one source within an export.</summary>
/// <param name="Source">As shown under Settings → Sources.</param>
internal sealed record ExportedLogs(string Source)
{
    public LogBatch Batch { get; } = new();

    public Refusals Refusals { get; } = new();
}
