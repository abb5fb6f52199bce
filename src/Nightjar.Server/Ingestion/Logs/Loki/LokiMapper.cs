using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Nightjar.Core.Telemetry;
using Nightjar.Core.Telemetry.Expressions;
using Nightjar.Server.Ingestion.Logs.Loki.Wire;
using Nightjar.Storage.Telemetry.Logs;

namespace Nightjar.Server.Ingestion.Logs.Loki;

/// <summary>Loki's streams and entries as log records: an entry's line is read like any other, its time is Loki's, structured metadata are attributes.</summary>
internal static class LokiMapper
{
    private static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Fills a batch; streams whose labels cannot be read are refused by themselves.</summary>
    public static void Map(PushRequest request, string source, LogLinesCache cache, long nowNs, LogBatch batch, Refusals refusals)
    {
        ArrayBufferWriter<byte> attributes = new();
        foreach (PushedStream stream in request.Streams)
        {
            if (!TryRead(stream.Labels, out Labels labels))
            {
                refusals.Add(RefusalReason.BadLabel, Math.Max(1, stream.Entries.Count), () => $"{stream.Labels} are no labels: write {{job=\"shop\", host=\"web-1\"}}");
                continue;
            }

            LogLines lines = cache.Of(labels, LogServiceName.Of(labels, source), source);
            foreach (PushedEntry entry in stream.Entries)
            {
                attributes.ResetWrittenCount();
                Write(attributes, entry);
                lines.Add(Encoding.UTF8.GetBytes(entry.Line), nowNs, new LogFacts { TimeNs = TimeOf(entry), Attributes = attributes.WrittenSpan }, batch);
            }
        }
    }

    /// <summary>Null for a time that 64 bits of nanoseconds cannot say.</summary>
    private static long? TimeOf(PushedEntry entry) =>
        entry.Timestamp is { Seconds: >= 0 and < long.MaxValue / Clock.NsPerSecond, Nanos: >= 0 and < 1_000_000_000 } time ? (time.Seconds * Clock.NsPerSecond) + time.Nanos : null;

    private static bool TryRead(string text, out Labels labels)
    {
        labels = Labels.Empty;
        if (text.AsSpan().Trim() is "{}" or "")
        {
            return true;
        }

        return ExpressionParser.TryParseSelector(text, out IReadOnlyList<LabelMatcher>? matchers, out _)
            && matchers.All(matcher => matcher.Operator == MatchOperator.Equal && matcher.Name != Labels.MetricName)
            && Labels.TryCreate(matchers.Select(matcher => new Label(matcher.Name, matcher.Value)), out labels);
    }

    private static void Write(ArrayBufferWriter<byte> buffer, PushedEntry entry)
    {
        if (entry.StructuredMetadata.Count == 0)
        {
            return;
        }

        using Utf8JsonWriter writer = new(buffer, Writing);
        writer.WriteStartObject();
        foreach (LabelPair pair in entry.StructuredMetadata.DistinctBy(pair => pair.Name))
        {
            writer.WriteString(pair.Name, pair.Value);
        }

        writer.WriteEndObject();
    }
}
