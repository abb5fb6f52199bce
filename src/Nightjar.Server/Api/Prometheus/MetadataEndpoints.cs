using System.Globalization;
using Microsoft.AspNetCore.Http;
using Nightjar.Core.Telemetry;
using Nightjar.Storage.Telemetry;

namespace Nightjar.Server.Api.Prometheus;

/// <summary>What Grafana asks beside data: metadata, the build, and the lists that are always empty here.</summary>
internal sealed class MetadataEndpoints(TelemetryStore store, QueryRunner runner)
{
    // Clients choose calls and query helpers by it: it names the Prometheus whose answers these are tested against.
    private const string AsPrometheus = "2.42.0";

    private const string Bucket = "_bucket";

    /// <summary>Kind, unit and help of metrics.</summary>
    public Task MetadataAsync(HttpContext context) => runner.RunAsync(context, (values, _) =>
    {
        int limit = int.TryParse(values["limit"], NumberStyles.Integer, CultureInfo.InvariantCulture, out int asked) && asked >= 0 ? asked : int.MaxValue;
        string metric = values["metric"];
        List<(string Name, Series Series)> families =
        [
            .. store.Catalog.Names
                .Where(name => metric.Length == 0 || Family(name) == metric)
                .Select(name => (Name: Family(name), store.Catalog.OfName(name).FirstOrDefault()?.Series))
                .Where(family => family.Series is not null)
                .Select(family => (family.Name, family.Series!)) // just checked
                .DistinctBy(family => family.Name)
                .OrderBy(family => family.Name, StringComparer.Ordinal)
                .Take(limit),
        ];
        return Answer.Of(answer =>
        {
            answer.Json.WriteStartObject();
            foreach ((string name, Series series) in families)
            {
                answer.Json.WriteStartArray(name);
                answer.Json.WriteStartObject();
                answer.Json.WriteString("type"u8, TypeName(series.Kind));
                answer.Json.WriteString("help"u8, series.Help);
                answer.Json.WriteString("unit"u8, series.Unit);
                answer.Json.WriteEndObject();
                answer.Json.WriteEndArray();
            }

            answer.Json.WriteEndObject();
        });
    });

    /// <summary>The version whose API this is, and Nightjar's own.</summary>
    public Task BuildInfoAsync(HttpContext context) => runner.RunAsync(context, (_, _) => Answer.Of(answer =>
    {
        answer.Json.WriteStartObject();
        answer.Json.WriteString("version"u8, AsPrometheus);
        answer.Json.WriteString("revision"u8, "");
        answer.Json.WriteString("branch"u8, "");
        answer.Json.WriteString("buildUser"u8, "");
        answer.Json.WriteString("buildDate"u8, "");
        answer.Json.WriteString("goVersion"u8, "");
        answer.Json.WriteString("application"u8, "Nightjar");
        answer.Json.WriteString("applicationVersion"u8, typeof(MetadataEndpoints).Assembly.GetName().Version?.ToString(3));
        answer.Json.WriteEndObject();
    }));

    /// <summary>No rules: <c>{"groups":[]}</c>. Grafana's alerting page asks for them.</summary>
    public Task RulesAsync(HttpContext context) => EmptyListAsync(context, "groups");

    /// <summary>No alerts of rules: <c>{"alerts":[]}</c>.</summary>
    public Task AlertsAsync(HttpContext context) => EmptyListAsync(context, "alerts");

    /// <summary>No exemplars are kept: <c>[]</c>. Grafana asks with each query of a panel that shows exemplars.</summary>
    public Task ExemplarsAsync(HttpContext context) => runner.RunAsync(context, (_, _) => Answer.Of(answer =>
    {
        answer.Json.WriteStartArray();
        answer.Json.WriteEndArray();
    }));

    private Task EmptyListAsync(HttpContext context, string name) => runner.RunAsync(context, (_, _) => Answer.Of(answer =>
    {
        answer.Json.WriteStartObject();
        answer.Json.WriteStartArray(name);
        answer.Json.WriteEndArray();
        answer.Json.WriteEndObject();
    }));

    private string Family(string name)
    {
        foreach (string ending in (ReadOnlySpan<string>)[Bucket, "_count", "_sum"])
        {
            if (name.EndsWith(ending, StringComparison.Ordinal) && store.Catalog.OfName(name[..^ending.Length] + Bucket).Any())
            {
                return name[..^ending.Length];
            }
        }

        return name;
    }

    private static string TypeName(MetricKind kind) => kind switch
    {
        MetricKind.Gauge => "gauge",
        MetricKind.Counter or MetricKind.DeltaCounter => "counter",
        MetricKind.HistogramBucket or MetricKind.DeltaHistogramBucket => "histogram",
        _ => "unknown",
    };
}
