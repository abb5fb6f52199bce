using System.Globalization;
using Nightjar.Core.Telemetry;
using Nightjar.Core.Telemetry.Logs;
using Nightjar.Storage.Telemetry.Logs;

namespace Nightjar.Server.Api.V1;

/// <summary>
/// A log line. <paramref name="Level"/> is trace, debug, info, warn, error, fatal or empty, <paramref name="Severity"/> OpenTelemetry's number;
/// <paramref name="Pattern"/> goes into a search as <c>pattern:</c>; <paramref name="Head"/> stood before the message; <paramref name="Attributes"/> is a JSON object as text, or empty.
/// </summary>
public sealed record LogRecord(
    DateTimeOffset Time,
    string Level,
    int Severity,
    string Service,
    string Entity,
    string Pattern,
    string Message,
    string Head,
    string Attributes,
    string? TraceId,
    string? SpanId,
    IReadOnlyDictionary<string, string> Stream)
{
    public static LogRecord Of(LogEntry line, string pattern) => new(
        Clock.ToTime(line.TimeNs),
        LogSeverity.Name(line.Severity),
        line.Severity,
        line.Stream.Service.Name,
        line.Stream.Entity.Value,
        pattern,
        line.Message,
        line.Head,
        line.Attributes,
        line.TraceId == 0 ? null : line.TraceId.ToString("x32", CultureInfo.InvariantCulture),
        line.SpanId == 0 ? null : line.SpanId.ToString("x16", CultureInfo.InvariantCulture),
        line.Stream.Labels.ToDictionary(label => label.Name, label => label.Value, StringComparer.Ordinal));
}

/// <summary>Lines, newest first; <paramref name="NextCursor"/> asks for older ones and is null at the end.</summary>
public sealed record LogLinesRecord(IReadOnlyList<LogRecord> Items, string? NextCursor);
