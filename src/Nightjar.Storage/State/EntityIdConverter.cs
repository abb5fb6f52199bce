using System.Text.Json;
using System.Text.Json.Serialization;
using Nightjar.Core.Telemetry;

namespace Nightjar.Storage.State;

/// <summary>An entity's id as its text.</summary>
internal sealed class EntityIdConverter : JsonConverter<EntityId>
{
    public override EntityId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String ? new EntityId(reader.GetString() ?? "") : throw new JsonException("An entity's id is text.");

    public override void Write(Utf8JsonWriter writer, EntityId value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
}
