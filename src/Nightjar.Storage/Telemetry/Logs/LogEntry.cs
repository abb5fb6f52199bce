namespace Nightjar.Storage.Telemetry.Logs;

/// <summary>A log record as stored.</summary>
/// <param name="TimeNs">When it was written, Unix ns.</param>
/// <param name="Stream">Where it comes from.</param>
/// <param name="Severity">OpenTelemetry's number, 0 unknown.</param>
/// <param name="Signature">Within the stream's service.</param>
/// <param name="Message">What it says, further lines after a line feed.</param>
/// <param name="Head">The text that stood before the message.</param>
/// <param name="Attributes">A JSON object, or empty.</param>
/// <param name="TraceId">0 for none.</param>
/// <param name="SpanId">0 for none.</param>
public sealed record LogEntry(
    long TimeNs, LogStream Stream, byte Severity, int Signature, string Message, string Head, string Attributes, UInt128 TraceId, ulong SpanId);
