using System.Text.Json.Serialization;
using Nightjar.Commands.Backtest;
using Nightjar.Commands.Detect;
using Nightjar.Commands.Patterns;
using Nightjar.Commands.Serve;
using Nightjar.Commands.Status;
using Nightjar.Evaluation.Anomalies.JointSimulation;
using Nightjar.Evaluation.Anomalies.Kpi;
using Nightjar.Evaluation.Anomalies.Nab;
using Nightjar.Evaluation.Anomalies.Simulation;
using Nightjar.Evaluation.Logs;
using Nightjar.Server.Api.V1;
using Nightjar.Server.Ingestion.History;
using Nightjar.Storage.Telemetry;

namespace Nightjar.Commands;

/// <summary>JSON the commands read and write; generated at build, so that nothing is reflected over at start.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(RunningServer))]
[JsonSerializable(typeof(DetectReport))]
[JsonSerializable(typeof(BacktestReport))]
[JsonSerializable(typeof(PatternsReport))]
[JsonSerializable(typeof(NabReport))]
[JsonSerializable(typeof(EventReport))]
[JsonSerializable(typeof(SimulationReport))]
[JsonSerializable(typeof(LogsReport))]
[JsonSerializable(typeof(JointSimulationReport))]
[JsonSerializable(typeof(SqlRequest))]
[JsonSerializable(typeof(SqlQueryResult))]
[JsonSerializable(typeof(IReadOnlyList<CheckFinding>))]
[JsonSerializable(typeof(StatusReport))]
[JsonSerializable(typeof(StatusRecord))]
[JsonSerializable(typeof(IReadOnlyList<SourceRecord>))]
[JsonSerializable(typeof(FileReport))]
[JsonSerializable(typeof(List<FileReport>))]
internal sealed partial class CommandJson : JsonSerializerContext;
