using Microsoft.Extensions.Options;
using Nightjar.Core.Telemetry;
using Nightjar.Server.Ingestion.Otlp.Wire;

namespace Nightjar.Server.Ingestion.Otlp;

/// <summary>OTLP's resources, scopes, metrics and points as samples of series.</summary>
internal sealed class MetricsMapper(SeriesDoor door, PointCache cache, IOptions<OtlpOptions> options)
{
    // A gateway sends for many services; beyond this many in one request the rest is counted under its own address, because each
    // source has a buffer of its own.
    private const int MaxSources = 64;

    // OpenTelemetry's compatibility specification, "Instrumentation Scope". The version stays out: it changes with each deployment.
    private const string ScopeName = "otel_scope_name";
    private const string ScopePrefix = "otel_scope_";

    private long _requests;

    /// <summary>The request's samples by source. The caller disposes them.</summary>
    /// <param name="request">As parsed.</param>
    /// <param name="peer">The sender's address: the source of resources without a <c>service.name</c>.</param>
    public IReadOnlyCollection<PointBatch> Map(ExportMetricsServiceRequest request, string peer)
    {
        long number = Interlocked.Increment(ref _requests);
        Dictionary<string, PointBatch> bySource = new(StringComparer.Ordinal);
        PointKey key = new();
        foreach (ResourceMetrics resource in request.ResourceMetrics)
        {
            ResourceLabels labels = ResourceLabels.Of(resource.Resource, options.Value.IgnoredResourceAttributes);
            PointBatch batch = BatchOf(labels.ServiceName.Length > 0 ? labels.ServiceName : peer, peer, bySource, number);
            foreach (ScopeMetrics scope in resource.ScopeMetrics)
            {
                Map(scope, labels, batch, key);
            }
        }

        return bySource.Values;
    }

    /// <summary>How a sender is called under Settings → Sources.</summary>
    public static string SourceOf(string name) => $"otlp {name}";

    private static PointBatch BatchOf(string name, string peer, Dictionary<string, PointBatch> bySource, long number)
    {
        string source = SourceOf(name);
        if (!bySource.TryGetValue(source, out PointBatch? batch))
        {
            source = bySource.Count < MaxSources ? source : SourceOf(peer);
            if (!bySource.TryGetValue(source, out batch))
            {
                bySource[source] = batch = new PointBatch(source, number);
            }
        }

        return batch;
    }

    private void Map(ScopeMetrics scope, ResourceLabels resource, PointBatch batch, PointKey key)
    {
        List<Label> shared = Share(scope.Scope, resource);
        foreach (Label label in shared)
        {
            key.Add(label.Name).Add(label.Value);
        }

        MetricSeries series = new(door, cache, key) { Batch = batch, Shared = shared, SharedKey = key.Take() };
        foreach (Metric metric in scope.Metrics)
        {
            series.Begin(metric);
            Map(series, metric);
        }
    }

    private static List<Label> Share(InstrumentationScope? scope, ResourceLabels resource)
    {
        List<Label> own = scope is null ? [] : LabelSet.Of(scope.Attributes, ScopePrefix);
        if (scope is { Name.Length: > 0 })
        {
            own.RemoveAll(label => label.Name == ScopeName);
            own.Add(new Label(ScopeName, scope.Name));
        }

        return [.. resource.Labels.Where(label => !own.Has(label.Name)), .. own];
    }

    private static void Map(MetricSeries series, Metric metric)
    {
        switch (metric.DataCase)
        {
            case Metric.DataOneofCase.Gauge:
                NumberMapping.Map(series, metric.Gauge);
                break;
            case Metric.DataOneofCase.Sum:
                NumberMapping.Map(series, metric.Sum);
                break;
            case Metric.DataOneofCase.Histogram:
                HistogramMapping.Map(series, metric.Histogram);
                break;
            case Metric.DataOneofCase.ExponentialHistogram:
                HistogramMapping.Map(series, metric.ExponentialHistogram);
                break;
            case Metric.DataOneofCase.Summary:
                SummaryMapping.Map(series, metric.Summary);
                break;
        }
    }
}
