using System.Text.Json.Serialization;

namespace Nightjar.Server.Detection.Results;

/// <summary>Alertmanager's JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(IReadOnlyList<Alert>))]
internal sealed partial class AlertJson : JsonSerializerContext;
