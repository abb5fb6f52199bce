using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using Google.Protobuf.WellKnownTypes;
using Nightjar.Core.Telemetry;
using Nightjar.Server.Ingestion.Logs.Loki.Wire;

namespace Nightjar.Server.Ingestion.Logs.Loki;

/// <summary>Loki's push in JSON: <c>{"streams":[{"stream":{…},"values":[["unix ns","line",{…}]]}]}</c>.</summary>
internal static class LokiJson
{
    /// <summary>Reads a request. Streams and entries that are none are left out and counted.</summary>
    public static bool TryParse(ReadOnlyMemory<byte> body, Refusals refusals, [NotNullWhen(true)] out PushRequest? request, out string problem)
    {
        request = null;
        problem = "";
        try
        {
            using JsonDocument document = JsonDocument.Parse(body);
            if (document.RootElement.ValueKind != JsonValueKind.Object
                || !document.RootElement.TryGetProperty("streams", out JsonElement streams) || streams.ValueKind != JsonValueKind.Array)
            {
                problem = "the body has no list \"streams\": send {\"streams\":[{\"stream\":{...},\"values\":[[\"<unix ns>\",\"line\"]]}]}";
                return false;
            }

            request = new PushRequest();
            foreach (JsonElement stream in streams.EnumerateArray())
            {
                if (Sound(() => StreamOf(stream, refusals)) is { } read)
                {
                    request.Streams.Add(read);
                }
                else
                {
                    refusals.Add(RefusalReason.Malformed, 1, () => "a stream needs an object \"stream\" of labels and a list \"values\"");
                }
            }

            return true;
        }
        catch (JsonException failure)
        {
            problem = $"the body is not JSON: {failure.Message}";
            return false;
        }
    }

    /// <summary>A text that is no UTF-8, or escapes half a character, is found when it is asked for.</summary>
    private static T? Sound<T>(Func<T?> read)
        where T : class
    {
        try
        {
            return read();
        }
        catch (InvalidOperationException)
        {
            return null; // the caller counts it
        }
    }

    private static PushedStream? StreamOf(JsonElement stream, Refusals refusals)
    {
        if (stream.ValueKind != JsonValueKind.Object
            || !stream.TryGetProperty("stream", out JsonElement labels) || labels.ValueKind != JsonValueKind.Object
            || !stream.TryGetProperty("values", out JsonElement values) || values.ValueKind != JsonValueKind.Array
            || !Labels.TryCreate(labels.EnumerateObject().Select(label => new Label(label.Name, TextOf(label.Value))), out Labels sound))
        {
            return null;
        }

        PushedStream read = new() { Labels = sound.Count == 0 ? "{}" : sound.ToString() };
        foreach (JsonElement value in values.EnumerateArray())
        {
            if (Sound(() => EntryOf(value)) is { } entry)
            {
                read.Entries.Add(entry);
            }
            else
            {
                refusals.Add(RefusalReason.Malformed, 1, () => "a value is [\"<unix ns>\",\"line\"], with an object of texts behind it where there is more to say");
            }
        }

        return read;
    }

    private static PushedEntry? EntryOf(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() is < 2 or > 3 || value[1].ValueKind != JsonValueKind.String
            || !long.TryParse(TextOf(value[0]), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long timeNs))
        {
            return null;
        }

        PushedEntry entry = new() { Line = value[1].GetString(), Timestamp = new Timestamp { Seconds = timeNs / Clock.NsPerSecond, Nanos = (int)(timeNs % Clock.NsPerSecond) } };
        if (value.GetArrayLength() == 3 && value[2].ValueKind == JsonValueKind.Object)
        {
            entry.StructuredMetadata.AddRange(value[2].EnumerateObject().Select(pair => new LabelPair { Name = pair.Name, Value = TextOf(pair.Value) }));
        }

        return entry;
    }

    private static string TextOf(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString() ?? "" : value.GetRawText();
}
