using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Mvc;
using Nightjar.Server.Ingestion.History;
using Nightjar.Storage.Telemetry;

namespace Nightjar.Server.Api.V1;

/// <summary>This API's JSON, generated at build. Names are camel case; NaN and infinities are text.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(StatusRecord))]
[JsonSerializable(typeof(IReadOnlyList<SourceRecord>))]
[JsonSerializable(typeof(Page<EntityRecord>))]
[JsonSerializable(typeof(Page<SeriesRecord>))]
[JsonSerializable(typeof(SamplesRecord))]
[JsonSerializable(typeof(Page<AnomalyRecord>))]
[JsonSerializable(typeof(Page<RankedSeriesRecord>))]
[JsonSerializable(typeof(Page<IncidentRecord>))]
[JsonSerializable(typeof(IncidentDetail))]
[JsonSerializable(typeof(SqlRequest))]
[JsonSerializable(typeof(SqlQueryResult))]
[JsonSerializable(typeof(IReadOnlyList<CheckFinding>))]
[JsonSerializable(typeof(DecisionRequest))]
[JsonSerializable(typeof(RuleRequest))]
[JsonSerializable(typeof(RuleRecord))]
[JsonSerializable(typeof(IReadOnlyList<RuleRecord>))]
[JsonSerializable(typeof(FeedbackRequest))]
[JsonSerializable(typeof(FeedbackRecord))]
[JsonSerializable(typeof(Page<FeedbackRecord>))]
[JsonSerializable(typeof(FileReport))]
[JsonSerializable(typeof(LogLinesRecord))]
[JsonSerializable(typeof(LogPatternsRecord))]
[JsonSerializable(typeof(LogHistogramRecord))]
[JsonSerializable(typeof(Page<PatternChangeRecord>))]
[JsonSerializable(typeof(ProblemDetails))]
internal sealed partial class ApiJson : JsonSerializerContext;
