using System.Text.Json;
using System.Text.Json.Serialization;
using Nightjar.Core.Telemetry;

namespace Nightjar.Storage.State;

/// <summary>Labels as an object: <c>{"__name__":"up","job":"node"}</c>.</summary>
internal sealed class LabelsConverter : JsonConverter<Labels>
{
    public override Labels Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("Labels are an object of names and values.");
        }

        List<Label> labels = [];
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = reader.GetString() ?? "";
            if (!reader.Read() || reader.TokenType != JsonTokenType.String)
            {
                throw new JsonException("A label's value is text.");
            }

            labels.Add(new Label(name, reader.GetString() ?? ""));
        }

        return Labels.TryCreate(labels, out Labels result) ? result : throw new JsonException("A label name is empty or occurs twice.");
    }

    public override void Write(Utf8JsonWriter writer, Labels value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        foreach (Label label in value)
        {
            writer.WriteString(label.Name, label.Value);
        }

        writer.WriteEndObject();
    }
}
