namespace Nightjar.Storage.Telemetry.Logs;

/// <summary>A log record of a <see cref="LogBatch"/> without its texts.</summary>
/// <param name="Stream">Where it comes from.</param>
/// <param name="TimeNs">When it was written, Unix ns; when it came where it does not say.</param>
/// <param name="Severity">OpenTelemetry's number, 0 unknown.</param>
/// <param name="TraceId">0 for none.</param>
/// <param name="SpanId">0 for none.</param>
public readonly record struct LogRow(LogStream Stream, long TimeNs, byte Severity, UInt128 TraceId, ulong SpanId)
{
    /// <summary>The id of its signature within its service; set when it is mined.</summary>
    public int Signature { get; init; }

    internal int TextAt { get; init; }

    internal int MessageBytes { get; init; }

    internal int HeadBytes { get; init; }

    internal int AttributesBytes { get; init; }
}
