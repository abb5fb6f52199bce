using System.Text.Json.Serialization;
using Nightjar.Commands.Detect;
using Nightjar.Commands.Serve;

namespace Nightjar.Commands;

/// <summary>JSON the commands read and write; generated at build, so that nothing is reflected over at start.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(RunningServer))]
[JsonSerializable(typeof(DetectReport))]
internal sealed partial class CommandJson : JsonSerializerContext;
