using System.Text.Json;
using System.Text.Json.Serialization;
using Nightjar.Core.Correlation;
using Nightjar.Core.Detection;
using Nightjar.Core.Detection.Rules;
using Nightjar.Core.Diagnosis;
using Nightjar.Core.Telemetry;

namespace Nightjar.Storage.State;

/// <summary>
/// Core's records as JSON. Members unknown to this version are skipped and a member that is absent takes its default, so a field
/// can be added to a record without a migration (but not one that is <c>required</c>). Numbers may be NaN or infinite.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    IgnoreReadOnlyProperties = true,
    Converters = [typeof(LabelsConverter), typeof(EntityIdConverter)])]
[JsonSerializable(typeof(Entity))]
[JsonSerializable(typeof(Anomaly))]
[JsonSerializable(typeof(Incident))]
[JsonSerializable(typeof(Findings))]
[JsonSerializable(typeof(SavedRule))]
[JsonSerializable(typeof(Feedback))]
internal sealed partial class RecordJson : JsonSerializerContext
{
    /// <summary>A record as it is kept.</summary>
    public static string Write<T>(T record) => JsonSerializer.Serialize(record, typeof(T), Default);

    /// <summary>Reads what <see cref="Write{T}"/> wrote.</summary>
    /// <exception cref="StorageException">It is not such a record.</exception>
    public static T Read<T>(string json)
        where T : class
    {
        try
        {
            return (T?)JsonSerializer.Deserialize(json, typeof(T), Default) ?? throw new JsonException("It is null.");
        }
        catch (JsonException cause)
        {
            string start = json.Length <= 60 ? json : json[..60] + "…";
            throw new StorageException(
                $"A record of state.db is not one that this version can read ({typeof(T).Name}: {start}): start the version that wrote it.", cause);
        }
    }
}
