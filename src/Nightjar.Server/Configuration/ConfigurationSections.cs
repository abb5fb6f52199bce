using Nightjar.Server.Access;
using Nightjar.Server.Correlation;
using Nightjar.Server.Detection;
using Nightjar.Server.Detection.Results;
using Nightjar.Server.Diagnosis;
using Nightjar.Server.Ingestion;
using Nightjar.Server.Ingestion.Host;
using Nightjar.Server.Ingestion.Logs;
using Nightjar.Server.Ingestion.Otlp;
using Nightjar.Server.SelfWatch;
using Nightjar.Storage.Telemetry;
using Nightjar.Storage.Telemetry.Logs;
using ApiPrometheusOptions = Nightjar.Server.Api.Prometheus.PrometheusOptions;
using IngestionPrometheusOptions = Nightjar.Server.Ingestion.Prometheus.PrometheusOptions;

namespace Nightjar.Server.Configuration;

/// <summary>
/// Every section of the configuration and the class it is read into: what is not here is refused, with a hint. A stage that adds
/// options adds a line; a test finds options that are missing here or in <c>docs/configuration.md</c>.
/// </summary>
internal static class ConfigurationSections
{
    /// <summary>Options class by section, in the order of the documentation; null where any key is taken.</summary>
    public static readonly IReadOnlyDictionary<string, Type?> Known = new Dictionary<string, Type?>(StringComparer.OrdinalIgnoreCase)
    {
        ["storage"] = typeof(TelemetryStoreOptions),
        ["storage:logs"] = typeof(LogStoreOptions),
        ["ingestion"] = typeof(IngestionOptions),
        ["ingestion:otlp"] = typeof(OtlpOptions),
        ["ingestion:logs"] = typeof(LogsOptions),
        ["prometheus"] = typeof(IngestionPrometheusOptions),
        // In Prometheus' own form, which has a reader of its own.
        ["global"] = null,
        ["scrape_configs"] = null,
        ["host"] = typeof(HostOptions),
        ["entities"] = typeof(EntitiesOptions),
        ["detection"] = typeof(DetectionOptions),
        ["detection:results"] = typeof(ResultsOptions),
        ["correlation"] = typeof(CorrelationOptions),
        ["diagnosis"] = typeof(DiagnosisOptions),
        ["api"] = typeof(ApiPrometheusOptions),
        ["access"] = typeof(AccessOptions),
        ["selfWatch"] = typeof(SelfWatchOptions),
        // Levels by category, as .NET reads them: the categories are open.
        ["logging"] = null,
    };
}
