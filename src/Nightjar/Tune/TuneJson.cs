using System.Text.Json;
using System.Text.Json.Serialization;
using Nightjar.Server.Api.V1;

namespace Nightjar.Commands.Tune;

/// <summary>JSON that <c>tune</c> reads and writes; enumerations are words, as the API has them.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = true, UseStringEnumConverter = true, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(TuneReport))]
[JsonSerializable(typeof(IReadOnlyList<RuleRecord>))]
[JsonSerializable(typeof(Page<FeedbackRecord>))]
[JsonSerializable(typeof(AnomalyRecord))]
internal sealed partial class TuneJson : JsonSerializerContext;
