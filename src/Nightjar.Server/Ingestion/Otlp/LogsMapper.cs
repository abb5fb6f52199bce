using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Google.Protobuf;
using Microsoft.Extensions.Options;
using Nightjar.Core.Telemetry;
using Nightjar.Core.Telemetry.Logs;
using Nightjar.Server.Ingestion.Logs;
using Nightjar.Server.Ingestion.Otlp.Wire;
using Nightjar.Storage.Telemetry.Logs;

namespace Nightjar.Server.Ingestion.Otlp;

/// <summary>
/// OTLP's log records as Nightjar keeps them: the resource says the stream, the body is the message. A body without time or severity beside it is a line that
/// somebody has read from a file: its header is read as that of any line.
/// </summary>
internal sealed class LogsMapper(LogStore store, LogLinesCache lines, IOptions<OtlpOptions> options, TimeProvider time)
{
    // Sources of one request that are told apart; further ones are counted under the sender's address.
    private const int MaxSources = 100;

    private const int TraceBytes = 16;
    private const int SpanBytes = 8;

    private static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The records by source. The caller hands the batches to the door.</summary>
    public IReadOnlyCollection<ExportedLogs> Map(ExportLogsServiceRequest request, string peer)
    {
        Dictionary<string, ExportedLogs> bySource = new(StringComparer.Ordinal);
        long arrivedNs = time.NowNs();
        foreach (ResourceLogs ofResource in request.ResourceLogs)
        {
            ResourceLabels resource = ResourceLabels.Of(ofResource.Resource, options.Value.IgnoredResourceAttributes);
            string name = resource.ServiceName.Length > 0 ? resource.ServiceName : peer;
            if (!bySource.TryGetValue(name, out ExportedLogs? exported) && !bySource.TryGetValue(name = bySource.Count < MaxSources ? name : peer, out exported))
            {
                bySource[name] = exported = new ExportedLogs(MetricsMapper.SourceOf(name));
            }

            if (Labels.TryCreate(resource.Labels, out Labels labels))
            {
                Add(ofResource, labels, resource.ServiceName, exported, arrivedNs);
            }
            else
            {
                int records = ofResource.ScopeLogs.Sum(scope => scope.LogRecords.Count);
                exported.Refusals.Add(RefusalReason.BadLabel, records, () => "a resource attribute has no name or occurs twice: mend the sender's resource");
            }
        }

        return bySource.Values;
    }

    private void Add(ResourceLogs ofResource, Labels labels, string serviceName, ExportedLogs exported, long arrivedNs)
    {
        string service = serviceName.Length > 0 ? serviceName : LogServiceName.Of(labels, exported.Source);
        LogStream? stream = null;
        ArrayBufferWriter<byte> attributes = new();
        foreach (ScopeLogs scope in ofResource.ScopeLogs)
        {
            foreach (LogRecord record in scope.LogRecords)
            {
                attributes.ResetWrittenCount();
                Write(attributes, record, scope.Scope?.Name ?? "");
                byte[] body = Encoding.UTF8.GetBytes(record.Body is null ? record.EventName : AttributeText.Of(record.Body));
                byte severity = SeverityOf(record);
                long? timeNs = TimeOf(record.TimeUnixNano);
                if (body.Length == 0)
                {
                    body = "(no body)"u8.ToArray(); // what it says is in its attributes
                }

                if (severity == LogSeverity.Unknown || timeNs is null)
                {
                    lines.Of(labels, service, exported.Source).Add(
                        body,
                        TimeOf(record.ObservedTimeUnixNano) ?? arrivedNs,
                        new LogFacts { TimeNs = timeNs, Severity = severity, TraceId = TraceOf(record.TraceId), SpanId = SpanOf(record.SpanId), Attributes = attributes.WrittenSpan },
                        exported.Batch);
                    continue;
                }

                stream ??= store.Streams.GetOrAdd(labels, service, exported.Source);
                exported.Batch.Add(new LogRow(stream, timeNs.Value, severity, TraceOf(record.TraceId), SpanOf(record.SpanId)), body, default, default, attributes.WrittenSpan);
            }
        }
    }

    private static long? TimeOf(ulong unixNs) => unixNs is 0 or > long.MaxValue ? null : (long)unixNs;

    private static byte SeverityOf(LogRecord record) =>
        (int)record.SeverityNumber is > 0 and <= 24 and int number ? (byte)number
        : LogSeverity.TryParse(record.SeverityText, out byte named) ? named
        : LogSeverity.Unknown;

    private static UInt128 TraceOf(ByteString id) =>
        Hex(id, TraceBytes) is { } hex && UInt128.TryParse(hex, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out UInt128 trace) ? trace : 0;

    private static ulong SpanOf(ByteString id) =>
        Hex(id, SpanBytes) is { } hex && ulong.TryParse(hex, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out ulong span) ? span : 0;

    /// <summary>OTLP's JSON writes ids as hexadecimal digits, which protobuf's JSON takes for base64: written as base64 again they are those digits.</summary>
    private static string? Hex(ByteString id, int bytes) =>
        id.Length == bytes ? Convert.ToHexString(id.Span) : id.Length == bytes * 2 * 3 / 4 ? id.ToBase64() : null;

    private static void Write(ArrayBufferWriter<byte> buffer, LogRecord record, string scope)
    {
        if (record.Attributes.Count == 0 && scope.Length == 0 && (record.EventName.Length == 0 || record.Body is null))
        {
            return;
        }

        HashSet<string> written = new(StringComparer.Ordinal);
        using Utf8JsonWriter writer = new(buffer, Writing);
        writer.WriteStartObject();
        if (scope.Length > 0)
        {
            written.Add("logger");
            writer.WriteString("logger", scope);
        }

        if (record.EventName.Length > 0 && record.Body is not null)
        {
            written.Add("event.name");
            writer.WriteString("event.name", record.EventName);
        }

        foreach (KeyValue attribute in record.Attributes)
        {
            if (written.Add(attribute.Key))
            {
                writer.WriteString(attribute.Key, AttributeText.Of(attribute.Value));
            }
        }

        writer.WriteEndObject();
    }
}
